import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';

/** What became of one submission between two gradings. */
export interface ResultChange {
  exercise: string;
  submission: string;
  kind: 'changed' | 'added' | 'removed';
  /** Points to the gradebook; nothing where there was no submission. */
  before?: number;
  after?: number;
  checks: CheckChange[];
}

/** Why: one check's part in it. */
export interface CheckChange {
  check: string;
  before?: Pick<CheckResult, 'status' | 'score' | 'maxScore' | 'message'>;
  after?: Pick<CheckResult, 'status' | 'score' | 'maxScore' | 'message'>;
  /** A hand mark of before is kept, and what has changed under it. */
  note?: string;
}

/** Whose marks moved, by which check: submissions in the order of their names, those without a change left out. A message alone is
 * no change. */
export function diffResults(
  before: readonly SubmissionResult[],
  after: readonly SubmissionResult[],
): ResultChange[] {
  const key = ({ exercise, submission }: SubmissionResult) => `${submission}\0${exercise}`;
  const old = new Map(before.map((result) => [key(result), result]));
  const now = new Map(after.map((result) => [key(result), result]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((one) => changeOf(old.get(one), now.get(one)));
}

function changeOf(before: SubmissionResult | undefined, after: SubmissionResult | undefined): ResultChange[] {
  const { exercise, submission } = (before ?? after)!;
  if (!before) return [{ exercise, submission, kind: 'added', after: finalScore(after!), checks: [] }];
  if (!after) return [{ exercise, submission, kind: 'removed', before: finalScore(before), checks: [] }];
  const ids = [...new Set([...before.checks, ...after.checks].map(({ id }) => id))];
  const checks = ids.flatMap((id) => checkChange(id, before, after));
  const [was, is] = [finalScore(before), finalScore(after)];
  const isSame = checks.length === 0 && was === is && before.status === after.status;
  return isSame ? [] : [{ exercise, submission, kind: 'changed', before: was, after: is, checks }];
}

function checkChange(id: string, before: SubmissionResult, after: SubmissionResult): CheckChange[] {
  const [was, is] = [before, after].map(({ checks }) => checks.find((check) => check.id === id));
  const note = is?.marked?.changed;
  const isSame =
    was?.status === is?.status &&
    was?.score === is?.score &&
    was?.maxScore === is?.maxScore &&
    note === was?.marked?.changed;
  if (isSame) return [];
  const told = (check: CheckResult) => {
    const { status, score, maxScore, message } = check;
    return { status, score, maxScore, message };
  };
  return [
    {
      check: id,
      ...(was ? { before: told(was) } : {}),
      ...(is ? { after: told(is) } : {}),
      ...(note === undefined ? {} : { note }),
    },
  ];
}
