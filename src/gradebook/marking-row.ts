import type { CheckResult, SubmissionResult } from '../grading/result.js';

/** A written answer and what its marker needs: a row of the sheet, or an entry of a page. */
export interface MarkingRow {
  exercise: string;
  submission: string;
  check: string;
  /** As marked before; empty where nobody has. */
  points: number | '';
  comment: string;
  maxScore: number;
  /** The statement that a full answer makes true. */
  title: string;
  /** Why it is here again. */
  note: string;
  answer: string;
  guide: string;
  /** SHA-256 of the answer. */
  key: string;
}

/** What waits for a person, in the order of the results: answers without a mark, and those that changed after they were marked.
 * @param guideOf How to mark a check; only graders see it. */
export function rowsToMark(
  results: readonly SubmissionResult[],
  guideOf: (exercise: string, check: string) => string,
): MarkingRow[] {
  return results.flatMap((result) =>
    result.checks
      .filter(
        ({ status, marked }) =>
          status === 'pendingManual' || (status === 'marked' && marked?.changed !== undefined),
      )
      .map((check) => rowOf(result, check, guideOf(result.exercise, check.id))),
  );
}

function rowOf(
  { exercise, submission, answers }: SubmissionResult,
  check: CheckResult,
  guide: string,
): MarkingRow {
  const isMarked = check.status === 'marked';
  return {
    exercise,
    submission,
    check: check.id,
    points: isMarked ? check.score : '',
    comment: isMarked ? check.message : '',
    maxScore: check.maxScore,
    title: check.title,
    note: check.marked?.changed ?? '',
    answer: answers?.[check.task]?.text ?? '',
    guide,
    key: answers?.[check.task]?.sha256 ?? '',
  };
}
