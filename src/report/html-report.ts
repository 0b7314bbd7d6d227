import type { CheckResult, CheckStatus, SubmissionResult } from '../grading/result.js';
import { sumPoints } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { REPORT_STYLE } from './html-style.js';

const LABELS: Record<CheckStatus, string> = {
  pass: 'passed',
  fail: 'not yet right',
  notAttempted: 'not attempted',
  error: 'error',
  timeout: 'timeout',
  crashed: 'crashed',
  notRun: 'not run',
  pendingManual: 'to be marked by hand',
};

const MARKS: Record<CheckStatus, string> = { pass: '✓', fail: '✗', notAttempted: '·', error: '!', timeout: '⏱', crashed: '!', notRun: '–', pendingManual: '?' };

/** One page for a class: a table, and below it each submission with all its checks. Needs no network and no script;
 * everything that comes from a submission is escaped. */
export function htmlReport(results: SubmissionResult[]): string {
  const title = [...new Set(results.map((result) => result.title))].join(', ') || 'No submissions';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${REPORT_STYLE}</style>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="summary">${summary(results)}</p>
${results.length > 1 ? classTable(results) : ''}
${results.map(submissionSection).join('\n')}
</main>
</body>
</html>
`;
}

function summary(results: SubmissionResult[]): string {
  const graded = results.filter(({ status }) => status === 'graded');
  const scores = graded.map(({ score }) => score).sort((a, b) => a - b);
  const median = scores.length ? (scores[(scores.length - 1) >> 1]! + scores[scores.length >> 1]!) / 2 : 0;
  const levels = [...new Set(results.map(({ isolation }) => isolation))].join(', ');
  const unreadable = results.length - graded.length;
  return [
    `${results.length} ${results.length === 1 ? 'submission' : 'submissions'}`,
    ...(unreadable ? [`${unreadable} unreadable`] : []),
    ...(scores.length ? [`median ${sumPoints([median])} of ${graded[0]!.maxScore} points`] : []),
    `isolation ${escapeHtml(levels)}`,
  ].join(' · ');
}

function classTable(results: SubmissionResult[]): string {
  const checks = [...new Map(results.flatMap((result) => result.checks.map((check) => [check.id, check] as const))).values()];
  const head = checks.map(({ id, title }) => `<th class="check" title="${escapeHtml(title)}"><span>${escapeHtml(id)}</span></th>`).join('');
  const rows = results.map((result, at) => {
    const cells = checks.map(({ id }) => {
      const own = result.checks.find((check) => check.id === id);
      return own ? `<td class="${own.status}" title="${escapeHtml(`${own.title}: ${LABELS[own.status]}`)}">${MARKS[own.status]}</td>` : '<td>–</td>';
    });
    return `<tr><th scope="row"><a href="#s${at + 1}">${escapeHtml(result.submission)}</a></th><td class="score">${score(result)}</td>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th>Submission</th><th class="score">Points</th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function submissionSection(result: SubmissionResult, at: number, all: SubmissionResult[]): string {
  const body = result.status === 'unreadable' ? `<p class="message">${escapeHtml(result.message ?? '')}</p>` : tasksHtml(result) + restoredHtml(result);
  const open = all.length === 1 ? ' open' : '';
  return `<details id="s${at + 1}"${open}><summary><h2>${escapeHtml(result.submission)}</h2><span class="score">${score(result)}</span></summary>${body}</details>`;
}

function tasksHtml({ checks }: SubmissionResult): string {
  const tasks = [...new Set(checks.map(({ task }) => task))];
  return tasks
    .map((task) => {
      const own = checks.filter((check) => check.task === task);
      const points = `${sumPoints(own.map((check) => check.score))} / ${sumPoints(own.map((check) => check.maxScore))}`;
      return `<h3>${escapeHtml(task)} <small>${points}</small></h3><ul>${own.map(checkHtml).join('')}</ul>`;
    })
    .join('');
}

function checkHtml({ status, title, visibility, score: own, maxScore, message, hint }: CheckResult): string {
  const silent = status === 'pass' || status === 'notAttempted';
  const hidden = visibility === 'hidden' ? ' <span class="tag">hidden check</span>' : '';
  const more = silent ? '' : `${message ? `<p class="message">${escapeHtml(message)}</p>` : ''}${hint ? `<p class="hint">${escapeHtml(hint)}</p>` : ''}`;
  const label = status === 'pass' ? '' : ` <span class="tag">${LABELS[status]}</span>`;
  return `<li class="${status}"><span class="mark" aria-hidden="true">${MARKS[status]}</span><div><span class="title">${escapeHtml(title)}</span>${hidden}${label} <small>${own} / ${maxScore}</small>${more}</div></li>`;
}

function restoredHtml({ restored }: SubmissionResult): string {
  if (restored.length === 0) return '';
  const items = restored.map(({ cell, what }) => `<li><code>${escapeHtml(cell)}</code> ${escapeHtml(what)}</li>`);
  return `<h3>Put right before grading</h3><ul class="plain">${items.join('')}</ul>`;
}

function score({ score: own, maxScore, pendingScore, status }: SubmissionResult): string {
  if (status === 'unreadable') return 'unreadable';
  return `${own} / ${maxScore}${pendingScore ? ` (+${pendingScore} by hand)` : ''}`;
}
