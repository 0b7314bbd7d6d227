import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { LABELS } from './status-words.js';
import { isFull } from './is-full.js';
import { oneSubmission } from './one-submission.js';
import { plainText } from './plain-text.js';

/** What a Classroom 50 autograder leaves in `result.json`. That format has whole points only, so all are hundredths of ours; the
 * points as students know them stand in each test's `output`.
 * @param environment Who and what is graded: the variables that the runner sets for an autograder.
 * @throws {RangeError} If there is not one submission, or a variable is missing.
 * @see https://github.com/foundation50/classroom50, schemas/result-v1.schema.json and wiki/Advanced-Autograding.md */
export function classroom50Report(
  results: SubmissionResult[],
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const result = oneSubmission(results, 'classroom50');
  const { maxScore, status, message, checks } = result;
  const told = (name: string): string => {
    const value = environment[name];
    if (value) return value;
    throw new RangeError(
      `--format classroom50 is for an autograder that Classroom 50 runs: the variable ${name}, which it sets, is missing`,
    );
  };
  const submission = told('SUBMISSION_TAG');
  const tests =
    status === 'unreadable'
      ? [test('the notebook can be read', false, 0, maxScore, plainText(message ?? ''))]
      : checks.map(testOf);
  const all = {
    schema: 'classroom50/result/v1',
    classroom: told('CLASSROOM'),
    assignment: told('ASSIGNMENT'),
    assignment_type: environment.ASSIGNMENT_TYPE || 'individual',
    owner: environment.OWNER || told('USERNAME'),
    submission,
    commit: told('COMMIT_URL'),
    release: told('RELEASE_URL'),
    review: environment.REVIEW_URL || told('COMMIT_URL'),
    datetime: timeOf(submission),
    score: hundredths(finalScore(result)),
    'max-score': hundredths(maxScore),
    tests,
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function testOf(check: CheckResult) {
  const { id, title, status, score, maxScore, message, hint } = check;
  const full = isFull(check);
  const points = `${LABELS[status]}: ${score} of ${maxScore} points`;
  const output = [points, ...(full ? [] : [message, hint])].filter(Boolean).map(plainText).join('\n');
  return test(`${id}: ${plainText(title)}`, full, score, maxScore, output);
}

const test = (name: string, passed: boolean, score: number, maxScore: number, output: string) => ({
  'test-name': name,
  passed,
  score: hundredths(score),
  'max-score': hundredths(maxScore),
  output,
});

const hundredths = (points: number) => Math.round(points * 100);

/** The time that a tag such as `submit/2026-06-01T14-32-05Z-a1b2c3d` names: the same whenever it is graded again. */
function timeOf(tag: string): string {
  const [, date, hour, minute, second] =
    /^submit\/(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z-/.exec(tag) ?? [];
  if (date) return `${date}T${hour}:${minute}:${second}Z`;
  throw new RangeError(
    `SUBMISSION_TAG must read as Classroom 50 writes it, submit/2026-06-01T14-32-05Z-a1b2c3d: it is "${plainText(tag)}"`,
  );
}
