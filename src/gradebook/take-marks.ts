import { nearestName } from '../lab/nearest-name.js';
import type { SubmissionResult } from '../grading/result.js';
import { GradebookError } from './gradebook-error.js';
import { markKey, type HandMark } from './hand-mark.js';
import type { WrittenMark } from './marking-sheet.js';

/** Takes what an instructor has written down, all of it or nothing. Rows without points are left as they were.
 * @returns All marks that hold now, and how many were taken.
 * @throws {GradebookError} If a row is about no check of these results, or its points are no points: says which row. */
export function takeMarks(
  written: readonly WrittenMark[],
  results: readonly SubmissionResult[],
  earlier: readonly HandMark[],
): { marks: HandMark[]; taken: number; open: number } {
  const marks = new Map(earlier.map((mark) => [markKey(mark), mark]));
  const seen = new Map<string, string>();
  let taken = 0;
  let open = 0;
  for (const one of written) {
    const { result, check } = found(one, results);
    const key = markKey(one);
    const before = seen.get(key);
    if (before !== undefined)
      throw new GradebookError(
        `${one.place}: ${one.submission}, ${one.check} stands in ${before}, too: keep one`,
      );
    seen.set(key, one.place);
    if (one.points.trim() === '') {
      open++;
      continue;
    }
    const points = pointsOf(one, check.maxScore);
    const { status, score } = check.marked?.automatic ?? check;
    if (status !== 'pendingManual' && one.comment.trim() === '' && points !== score)
      throw new GradebookError(
        `${one.place}: replacing what the grader found (${status}, ${score} of ${check.maxScore}) takes a comment with the reason`,
      );
    const comment = one.comment.trim();
    if (comment.length > LONGEST_COMMENT)
      throw new GradebookError(
        `${one.place}: the comment has ${comment.length} characters. Course systems take ${LONGEST_COMMENT} at most: shorten it`,
      );
    const answer = one.key || result.answers?.[check.task]?.sha256;
    marks.set(key, {
      exercise: one.exercise,
      submission: one.submission,
      check: one.check,
      points,
      comment,
      maxScore: check.maxScore,
      ...(answer === undefined ? {} : { answer }),
      automatic: { status, score },
    });
    taken++;
  }
  return { marks: [...marks.values()], taken, open };
}

/** In characters. A cell of a spreadsheet holds three such comments, PrairieLearn's result a hundred. */
const LONGEST_COMMENT = 10_000;

function found(
  { exercise, submission, check: id, place }: WrittenMark,
  results: readonly SubmissionResult[],
) {
  const ofExercise = results.filter((result) => result.exercise === exercise);
  if (!ofExercise.length)
    throw new GradebookError(
      `${place}: the results hold no exercise "${exercise}"${suggestion(
        exercise,
        results.map((one) => one.exercise),
      )}`,
    );
  const result = ofExercise.find((one) => one.submission === submission);
  if (!result)
    throw new GradebookError(
      `${place}: the results hold no submission "${submission}"${suggestion(
        submission,
        ofExercise.map((one) => one.submission),
      )}`,
    );
  if (result.status === 'unreadable')
    throw new GradebookError(
      `${place}: "${submission}" could not be read, so there is nothing to mark: ask for a notebook that opens, and grade again`,
    );
  const check = result.checks.find((one) => one.id === id);
  if (!check)
    throw new GradebookError(
      `${place}: the exercise has no check "${id}"${suggestion(
        id,
        result.checks.map((one) => one.id),
      )}`,
    );
  return { result, check };
}

function suggestion(name: string, from: readonly string[]): string {
  const near = nearestName(name, [...new Set(from)]);
  return near === undefined ? '' : `: did you mean "${near}"?`;
}

/** Points as spreadsheets write them: `1.5` or `1,5`. */
function pointsOf({ points, place }: WrittenMark, maxScore: number): number {
  const text = points.trim().replace(',', '.');
  const value = /^\d+(\.\d{0,2})?$|^\.\d{1,2}$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= maxScore) return value;
  throw new GradebookError(
    `${place}: points must be a number from 0 to ${maxScore}, in hundredths at most: got "${points.trim()}"`,
  );
}
