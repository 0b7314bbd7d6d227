import type { SubmissionResult } from '../grading/result.js';
import { displayWidth, padColumns } from './display-width.js';
import { plainText } from './plain-text.js';
import { checkStatistics, scoreDistribution, type CheckStatistics } from './statistics.js';

/** For a terminal: how the class did in each check, the hardest to see at once, and how the scores are spread. */
export function statisticsReport(results: SubmissionResult[]): string {
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  const parts = exercises.map((exercise) => {
    const own = results.filter((result) => result.exercise === exercise);
    return [plainText(own[0]!.title), distribution(own), table(checkStatistics(own)), LEGEND].join('\n\n');
  });
  return `${parts.join('\n\n\n') || 'No submissions'}\n`;
}

/** `1.00`, or a dash where there is nothing to compute. */
export const ratioText = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(2));

function distribution(results: SubmissionResult[]): string {
  const bins = scoreDistribution(results);
  const most = Math.max(1, ...bins);
  return bins
    .map((count, at) => {
      const bar = '█'.repeat(Math.round((BAR * count) / most));
      return `${String(at * 10).padStart(3)}–${String(at * 10 + 10).padStart(3)} %  ${bar}${bar ? ' ' : ''}${count}`;
    })
    .join('\n');
}

const BAR = 40;

const LEGEND = `solved: mean share of the points of those who tried
discrimination: correlation with the points of all other checks; near 0 or below, it does not tell who knows more`;

function table(checks: CheckStatistics[]): string {
  const rows = [
    ['check', 'solved', 'discrimination', 'not tried', 'timeout', 'crashed', 'most frequent message'],
    ...checks.map(({ id, solved, discrimination, notAttempted, timeouts, crashes, messages: [first] }) => [
      plainText(id),
      ratioText(solved),
      ratioText(discrimination),
      String(notAttempted),
      String(timeouts),
      String(crashes),
      first ? `${first.count} × ${plainText(first.message)}` : '',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === row.length - 1 ? cell : padColumns(cell, widths[at]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
