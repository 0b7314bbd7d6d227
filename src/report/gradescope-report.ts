import { finalScore, type SubmissionResult } from '../grading/result.js';
import { isFull } from './is-full.js';
import { oneSubmission } from './one-submission.js';
import { plainText } from './plain-text.js';

/** What Gradescope reads from `/autograder/results/results.json`. Points that wait for a person are left out of the sum.
 * @see https://github.com/gradescope/autograder_samples, docs/specs.md */
export function gradescopeReport(results: SubmissionResult[]): string {
  const result = oneSubmission(results, 'gradescope');
  const { status, message, checks, restored, exercise, isolation } = result;
  const tests = checks.map((check, at) => ({
    number: String(at + 1),
    name: plainText(check.title),
    name_format: 'text',
    score: check.score,
    max_score: check.maxScore,
    // Neither has Gradescope for what waits for a person.
    ...(check.status === 'pendingManual' ? {} : { status: isFull(check) ? 'passed' : 'failed' }),
    output: [check.message, check.hint].filter(Boolean).map(plainText).join('\n'),
    output_format: 'text',
    visibility: 'visible',
    tags: [check.task],
  }));
  const notes = restored.map(
    ({ cell, what }) => `Put right before grading: ${plainText(cell)}, ${plainText(what)}`,
  );
  const told = [result.late?.message, ...notes].filter(Boolean).join('\n');
  const output = status === 'unreadable' ? plainText(message ?? '') : told;
  const all = {
    score: finalScore(result),
    output,
    output_format: 'text',
    tests,
    extra_data: { exercise, isolation },
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}
