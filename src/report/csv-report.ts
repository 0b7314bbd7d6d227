import Papa from 'papaparse';
import { finalScore, type SubmissionResult } from '../grading/result.js';
import { FORMULA } from './formula.js';
import { plainText } from './plain-text.js';

/** A row per submission, a column per check, for spreadsheets; whose it is, where a roster says. Cells that a spreadsheet would take for a formula begin with an
 * apostrophe: names come from strangers. */
export function csvReport(results: SubmissionResult[]): string {
  const checks = [...new Set(results.flatMap((result) => result.checks.map(({ id }) => id)))];
  const hasDueDate = results.some(({ late }) => late !== undefined);
  const hasPeople = results.some(({ person }) => person !== undefined);
  const fields = [
    'submission',
    ...(hasPeople ? ['id', 'name', 'email'] : []),
    'exercise',
    'status',
    'score',
    'maxScore',
    'pendingScore',
    ...(hasDueDate ? ['latePenalty', 'finalScore'] : []),
    'message',
    ...checks,
  ];
  const data = results.map((result) => [
    plainText(result.submission),
    ...(hasPeople ? [result.person?.id, result.person?.name, result.person?.email] : []).map((text = '') =>
      plainText(text),
    ),
    result.exercise,
    result.status,
    result.score,
    result.maxScore,
    result.pendingScore,
    ...(hasDueDate ? [result.late?.penalty ?? 0, finalScore(result)] : []),
    plainText(result.message ?? ''),
    ...checks.map((id) => result.checks.find((check) => check.id === id)?.score ?? ''),
  ]);
  return `${Papa.unparse({ fields, data }, { escapeFormulae: FORMULA })}\r\n`;
}
