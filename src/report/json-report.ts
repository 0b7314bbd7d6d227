import type { SubmissionResult } from '../grading/result.js';

/** One array of results; the same text for the same results. */
export function jsonReport(results: SubmissionResult[]): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}
