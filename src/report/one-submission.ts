import type { SubmissionResult } from '../grading/result.js';

/** For formats that tell of one submission.
 * @throws {RangeError} If there are more, or none. */
export function oneSubmission(results: SubmissionResult[], format: string): SubmissionResult {
  const [result] = results;
  if (result && results.length === 1) return result;
  throw new RangeError(
    `--format ${format} tells of one submission: here are ${results.length}. Grade one notebook, or choose one with --student`,
  );
}
