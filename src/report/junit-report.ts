import type { CheckResult, SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { isFull } from './is-full.js';

/** JUnit XML, a suite per submission: a wrong answer is a failure, what did not run to its end an error, what waits for a person or
 * was not attempted is skipped.
 * @see https://github.com/testmoapp/junitxml */
export function junitReport(results: SubmissionResult[]): string {
  const suites = results.map(suite);
  const all = results.flatMap(({ checks }) => checks);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gradlab" ${counts(all, results.filter(({ status }) => status === 'unreadable').length)}>
${suites.join('\n')}
</testsuites>
`;
}

const KINDS = {
  fail: 'failure',
  error: 'error',
  timeout: 'error',
  crashed: 'error',
  notRun: 'error',
  notAttempted: 'skipped',
  pendingManual: 'skipped',
  marked: 'failure',
} as const;

function suite({
  submission,
  exercise,
  status,
  message,
  score,
  maxScore,
  checks,
  seconds,
}: SubmissionResult): string {
  const time = Object.values(seconds ?? {}).reduce((sum, value) => sum + value, 0);
  const unreadable =
    status === 'unreadable'
      ? [
          `<testcase name="the notebook can be read" classname="${escapeHtml(exercise)}"><error message="${escapeHtml(message ?? '')}"/></testcase>`,
        ]
      : [];
  return [
    `<testsuite name="${escapeHtml(submission)}" ${counts(checks, unreadable.length)} time="${time.toFixed(3)}">`,
    `<properties><property name="exercise" value="${escapeHtml(exercise)}"/><property name="score" value="${score}"/><property name="maxScore" value="${maxScore}"/></properties>`,
    ...unreadable,
    ...checks.map((check) => testcase(check, exercise)),
    '</testsuite>',
  ].join('\n');
}

function testcase(check: CheckResult, exercise: string): string {
  const { id, title, task, message, hint } = check;
  const open = `<testcase name="${escapeHtml(`${id}: ${title}`)}" classname="${escapeHtml(`${exercise}.${task}`)}"`;
  if (isFull(check)) return `${open}/>`;
  const status = check.status as keyof typeof KINDS;
  const kind = KINDS[status];
  const said = `message="${escapeHtml(message)}"${kind === 'skipped' ? '' : ` type="${status}"`}`;
  return `${open}><${kind} ${said}>${kind === 'skipped' ? '' : escapeHtml(hint)}</${kind}></testcase>`;
}

function counts(checks: CheckResult[], unreadable: number): string {
  const count = (kind: string) =>
    checks.filter((check) => !isFull(check) && KINDS[check.status as keyof typeof KINDS] === kind).length;
  return `tests="${checks.length + unreadable}" failures="${count('failure')}" errors="${count('error') + unreadable}" skipped="${count('skipped')}"`;
}
