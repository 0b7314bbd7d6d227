import type { CheckResult, CheckStatus, SubmissionResult } from '../../src/grading/result.js';

/** A check's result, made by hand. */
export function checked(id: string, status: CheckStatus, more: Partial<CheckResult> = {}): CheckResult {
  const maxScore = more.maxScore ?? 1;
  return {
    id,
    task: id.slice(0, id.indexOf('/')),
    title: `the statement of ${id}`,
    visibility: 'public',
    status,
    score: status === 'pass' ? maxScore : 0,
    maxScore,
    message: status === 'pass' ? '' : `What is wrong with ${id}`,
    hint: status === 'pass' || status === 'notAttempted' ? '' : `What helps with ${id}`,
    run: 'own',
    ...more,
  };
}

const sum = (values: number[]) => Math.round(values.reduce((total, value) => total + value * 100, 0)) / 100;

/** A graded submission, made by hand. */
export function graded(
  submission: string,
  checks = [checked('mean/three', 'pass'), checked('mean/single', 'fail', { visibility: 'hidden' })],
  more: Partial<SubmissionResult> = {},
): SubmissionResult {
  return {
    schemaVersion: 1,
    exercise: '01-mean',
    title: 'Exercise 1: Mean',
    submission,
    isolation: 'process',
    seed: 1,
    status: 'graded',
    score: sum(checks.map(({ score }) => score)),
    maxScore: sum(checks.map(({ maxScore }) => maxScore)),
    pendingScore: sum(
      checks.filter(({ status }) => status === 'pendingManual').map(({ maxScore }) => maxScore),
    ),
    checks,
    restored: [],
    ...more,
  };
}

export function unreadable(
  submission: string,
  message = 'The file is empty: save the notebook and submit it again',
): SubmissionResult {
  return { ...graded(submission, []), status: 'unreadable', message, maxScore: 2 };
}
