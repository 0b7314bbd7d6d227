import Papa from 'papaparse';
import { finalScore, type SubmissionResult } from '../grading/result.js';
import { personOf, type Person } from './roster.js';

const COLUMNS = [
  'assignment',
  'duedate',
  'timestamp',
  'student_id',
  'last_name',
  'first_name',
  'email',
  'raw_score',
  'late_submission_penalty',
  'score',
  'max_score',
];

/** What `nbgrader export` writes, for scripts that read that.
 * @see https://github.com/jupyter/nbgrader, nbgrader/plugins/export.py */
export function nbgraderExport(results: readonly SubmissionResult[], roster: readonly Person[]): string {
  const data = results.map((result) => {
    const person = personOf(result, roster);
    const [first, ...rest] = (person?.name ?? '').includes(',')
      ? person!.name.split(/\s*,\s*/).reverse()
      : (person?.name ?? '').split(/\s+(?=\S+$)/);
    return [
      result.exercise,
      result.late?.due ?? '',
      result.late?.submittedAt ?? '',
      person?.id ?? result.submission,
      rest.join(' '),
      first ?? '',
      person?.email ?? result.submitter?.email ?? '',
      result.score,
      result.late?.penalty ?? 0,
      finalScore(result),
      result.maxScore,
    ];
  });
  return `${Papa.unparse({ fields: COLUMNS, data }, { escapeFormulae: true })}\r\n`;
}
