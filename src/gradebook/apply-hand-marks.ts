import { sumPoints, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { markKey, type HandMark } from './hand-mark.js';

/** Puts hand marks into results. They stay whatever a new grading says; what has changed since is told.
 * @returns The results, and the marks that belong to none of them. */
export function applyHandMarks(
  results: readonly SubmissionResult[],
  marks: readonly HandMark[],
): { results: SubmissionResult[]; unused: HandMark[] } {
  const open = new Map(marks.map((mark) => [markKey(mark), mark]));
  const marked = results.map((result) => {
    const checks = result.checks.map((check) => {
      const key = markKey({ exercise: result.exercise, submission: result.submission, check: check.id });
      const mark = open.get(key);
      if (!mark) return withoutMark(check);
      open.delete(key);
      return markedCheck(withoutMark(check), mark, result.answers?.[check.task]?.sha256);
    });
    return withPoints({ ...result, checks });
  });
  return { results: marked, unused: [...open.values()] };
}

/** The check as the grader left it. */
function withoutMark(check: CheckResult): CheckResult {
  if (!check.marked) return check;
  const { marked, ...own } = check;
  return { ...own, ...marked.automatic };
}

function markedCheck(check: CheckResult, mark: HandMark, answer: string | undefined): CheckResult {
  const { status, score, message, hint } = check;
  const changed = changeSince(check, mark, answer);
  return {
    ...check,
    status: 'marked',
    score: Math.min(mark.points, check.maxScore),
    message: mark.comment,
    hint: '',
    marked: { automatic: { status, score, message, hint }, ...(changed === undefined ? {} : { changed }) },
  };
}

function changeSince(check: CheckResult, mark: HandMark, answer: string | undefined): string | undefined {
  if (mark.points > check.maxScore)
    return `marked with ${mark.points} points when the check had more: it has ${check.maxScore} now`;
  if (mark.maxScore !== undefined && mark.maxScore !== check.maxScore)
    return `marked with ${mark.points} of ${mark.maxScore} points: the check has ${check.maxScore} now`;
  const { automatic } = mark;
  if (automatic && automatic.status !== 'pendingManual' && automatic.status !== check.status)
    return `marked when the grader said ${automatic.status}: it says ${check.status} now`;
  if (mark.answer !== undefined && answer !== undefined && mark.answer !== answer)
    return 'marked before the answer changed';
  return undefined;
}

function withPoints(result: SubmissionResult): SubmissionResult {
  if (result.status === 'unreadable') return result;
  const pending = result.checks.filter(({ status }) => status === 'pendingManual');
  return {
    ...result,
    score: sumPoints(result.checks.map(({ score }) => score)),
    pendingScore: sumPoints(pending.map(({ maxScore }) => maxScore)),
  };
}
