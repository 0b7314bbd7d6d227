import { finalScore, type CheckResult, type CheckStatus, type SubmissionResult } from '../grading/result.js';
import { displayWidth, padColumns } from './display-width.js';
import { plainText } from './plain-text.js';

const MARKS: Record<CheckStatus, string> = {
  pass: '✓',
  fail: '✗',
  notAttempted: '·',
  error: '✗',
  timeout: '✗',
  crashed: '✗',
  notRun: '–',
  pendingManual: '?',
  marked: '✎',
};

const WORDS: Record<CheckStatus, string> = {
  pass: '',
  fail: '',
  notAttempted: 'not attempted',
  error: 'error',
  timeout: 'timeout',
  crashed: 'crashed',
  notRun: 'not run',
  pendingManual: 'to be marked by hand',
  marked: 'marked by hand',
};

/** One submission in full, for a terminal. */
export function submissionText(result: SubmissionResult): string {
  const head = `${plainText(result.submission)}  ${plainText(result.title)}  ${scoreText(result)}`;
  if (result.status === 'unreadable') return `${head}\n  ${plainText(result.message ?? '')}`;
  const checks = result.checks.map(checkText);
  const restored = result.restored.map(
    ({ cell, what }) => `  restored ${plainText(cell)}: ${plainText(what)}`,
  );
  const late = result.late?.message ? [`  ${plainText(result.late.message)}`] : [];
  return [head, ...late, ...checks, ...restored].join('\n');
}

function checkText({ status, title, score, maxScore, message, hint, visibility, id }: CheckResult): string {
  const hidden = visibility === 'hidden' ? ' (hidden)' : '';
  const word = WORDS[status] ? `  [${WORDS[status]}]` : '';
  const line = `  ${MARKS[status]} ${`${score}/${maxScore}`.padEnd(9)} ${plainText(id)}  ${plainText(title)}${hidden}${word}`;
  const silent = status === 'pass' || status === 'notAttempted';
  return [
    line,
    ...(silent || !message ? [] : [`      ${plainText(message)}`]),
    ...(silent || !hint ? [] : [`      Hint: ${plainText(hint)}`]),
  ].join('\n');
}

/** A class as a table for each exercise: a row per submission, a column per task. */
export function classTables(results: SubmissionResult[]): string {
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  const tables = exercises.map((exercise) => {
    const own = results.filter((result) => result.exercise === exercise);
    return exercises.length > 1 ? `${plainText(own[0]!.title)}\n${classTable(own)}` : classTable(own);
  });
  return tables.join('\n\n') || 'No submissions';
}

function classTable(results: SubmissionResult[]): string {
  const tasks = [...new Set(results.flatMap(({ checks }) => checks.map(({ task }) => task)))];
  const rows = results.map((result) => [
    plainText(result.submission),
    ...tasks.map((task) => taskCell(result.checks.filter((check) => check.task === task))),
    scoreText(result),
    remark(result),
  ]);
  const header = ['submission', ...tasks.map(plainText), 'score', ''];
  const widths = header.map((name, column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column]!)), displayWidth(name)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : padColumns(cell, widths[column]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.slice(0, -1).map((width) => '-'.repeat(width));
  return [line(header), rule.join('  '), ...rows.map(line)].join('\n');
}

function taskCell(checks: CheckResult[]): string {
  const sum = (key: 'score' | 'maxScore') =>
    Math.round(checks.reduce((total, check) => total + check[key] * 100, 0)) / 100;
  return checks.length ? `${sum('score')}/${sum('maxScore')}` : '-';
}

function scoreText(result: SubmissionResult): string {
  const { maxScore, pendingScore, status } = result;
  if (status === 'unreadable') return `0/${maxScore}`;
  return `${finalScore(result)}/${maxScore}${pendingScore ? ` (+${pendingScore} by hand)` : ''}`;
}

/** What stands out: the worst that happened. */
function remark({ status, message, checks }: SubmissionResult): string {
  if (status === 'unreadable') return `unreadable: ${plainText(message ?? '')}`;
  const worst = (['crashed', 'timeout', 'error'] as const).find((kind) =>
    checks.some((check) => check.status === kind),
  );
  if (worst) return worst;
  return checks.length > 0 && checks.every((check) => check.status === 'notAttempted') ? 'untouched' : '';
}
