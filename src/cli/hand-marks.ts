import { applyHandMarks, type HandMark } from '../gradebook/index.js';
import type { SubmissionResult } from '../grading/result.js';
import { plainText } from '../report/plain-text.js';

/** What persons have marked stays, whatever is graded again. Says what has changed since.
 * @param isWhole All submissions are here: marks of others are worth a line. */
export function withHandMarks(
  results: SubmissionResult[],
  marks: HandMark[],
  isWhole: boolean,
): SubmissionResult[] {
  const { results: marked, unused } = applyHandMarks(results, marks);
  if (unused.length && isWhole)
    process.stderr.write(
      `${unused.length} hand ${unused.length === 1 ? 'mark is' : 'marks are'} kept of submissions or checks that are not here, the first: ${plainText(unused[0]!.submission)}, ${unused[0]!.check}\n`,
    );
  const changed = marked.flatMap(({ submission, checks }) =>
    checks.flatMap(({ id, marked: hand }) =>
      hand?.changed === undefined ? [] : [`${submission}, ${id}: ${hand.changed}`],
    ),
  );
  for (const one of changed) process.stderr.write(`${plainText(one)}: look at it again (gradlab mark)\n`);
  return marked;
}
