import type { CheckResult } from '../grading/result.js';

/** All points that could be had, from the grader or from a person. */
export function isFull({ status, score, maxScore }: CheckResult): boolean {
  return status === 'pass' || (status === 'marked' && score >= maxScore);
}
