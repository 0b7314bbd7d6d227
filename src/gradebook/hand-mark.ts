import type { CheckResult } from '../grading/result.js';

/** Points that a person has given: to a written answer, or in place of what the grader found. */
export interface HandMark {
  exercise: string;
  submission: string;
  check: string;
  /** From 0 to the check's points. */
  points: number;
  /** What the student reads; the reason, where an automatic mark is replaced. */
  comment: string;
  /** The check's points then: what was all of them may be a part of them later. */
  maxScore?: number;
  /** SHA-256 of the answer that was marked, so that a later one is noticed. */
  answer?: string;
  /** What the grader said of it when it was marked. */
  automatic?: Pick<CheckResult, 'status' | 'score'>;
}

/** Names the check of a submission. */
export const markKey = ({
  exercise,
  submission,
  check,
}: Pick<HandMark, 'exercise' | 'submission' | 'check'>) => `${exercise}\0${submission}\0${check}`;
