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

const MARKS: Record<CheckStatus, string> = {
  pass: '✓',
  fail: '✗',
  notAttempted: '·',
  error: '!',
  timeout: '…',
  crashed: '!',
  notRun: '–',
  pendingManual: '?',
};

/** One page for a class: a table, and below it each submission with all its checks. Needs no network and no script;
 * everything that comes from a submission is escaped. */
export function htmlReport(results: SubmissionResult[]): string {
  const exercises = [...new Set(results.map(({ exercise }) => exercise))];
  const title = [...new Set(results.map((result) => result.title))].join(', ') || 'No submissions';
  const numbered = results.map((result, at): Numbered => ({ ...result, anchor: `s${at + 1}` }));
  const parts = exercises.map((exercise) =>
    exerciseHtml(
      numbered.filter((result) => result.exercise === exercise),
      exercises.length > 1,
    ),
  );
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
${exercises.length > 1 ? '' : summary(results)}
${parts.join('\n')}
</main>
</body>
</html>
`;
}

/** A result and where it stands on the page. */
interface Numbered extends SubmissionResult {
  anchor: string;
}

function exerciseHtml(results: Numbered[], oneOfSeveral: boolean): string {
  const head = oneOfSeveral ? `<h2>${escapeHtml(results[0]!.title)}</h2>\n${summary(results)}\n` : '';
  const only = results.length === 1 && !oneOfSeveral;
  return `${head}${only ? '' : classTable(results)}
${results.map((result) => submissionSection(result, only)).join('\n')}`;
}

function summary(results: SubmissionResult[]): string {
  const graded = results.filter(({ status }) => status === 'graded');
  const scores = graded.map(({ score }) => score).sort((a, b) => a - b);
  const median = scores.length ? (scores[(scores.length - 1) >> 1]! + scores[scores.length >> 1]!) / 2 : 0;
  const levels = [...new Set(results.map(({ isolation }) => isolation))].join(', ');
  const unreadable = results.length - graded.length;
  const parts = [
    `${results.length} ${results.length === 1 ? 'submission' : 'submissions'}`,
    ...(unreadable ? [`${unreadable} unreadable`] : []),
    ...(scores.length ? [`median ${sumPoints([median])} of ${graded[0]!.maxScore} points`] : []),
    ...(levels ? [`isolation ${escapeHtml(levels)}`] : []),
  ];
  return `<p class="summary">${parts.join(' · ')}</p>`;
}

function classTable(results: Numbered[]): string {
  const checks = [
    ...new Map(
      results.flatMap((result) => result.checks.map((check) => [check.id, check] as const)),
    ).values(),
  ];
  const head = checks
    .map(
      ({ id, title }) =>
        `<th scope="col" class="check" title="${escapeHtml(title)}"><span>${escapeHtml(id)}</span></th>`,
    )
    .join('');
  const rows = results.map((result) => {
    const cells = checks.map(({ id }) => {
      const own = result.checks.find((check) => check.id === id);
      if (!own) return '<td></td>';
      const told = `${own.title}: ${LABELS[own.status]}`;
      return `<td class="${own.status}" title="${escapeHtml(told)}"><span aria-hidden="true">${MARKS[own.status]}</span><span class="unseen">${LABELS[own.status]}</span></td>`;
    });
    return `<tr><th scope="row"><a href="#${result.anchor}">${escapeHtml(result.submission)}</a></th><td class="score">${score(result)}</td>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="Class" tabindex="0"><table><thead><tr><th scope="col">Submission</th><th scope="col" class="score">Points</th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>\n${legend(results)}`;
}

/** The signs that the table uses, in words. */
function legend(results: Numbered[]): string {
  const used = new Set(results.flatMap((result) => result.checks.map(({ status }) => status)));
  const signs = (Object.keys(MARKS) as CheckStatus[]).filter((status) => used.has(status));
  const told = signs.map(
    (status) => `<span class="${status}"><span class="mark">${MARKS[status]}</span>${LABELS[status]}</span>`,
  );
  return told.length ? `<p class="legend" aria-hidden="true">${told.join(' ')}</p>` : '';
}

function submissionSection(result: Numbered, only: boolean): string {
  const body =
    result.status === 'unreadable'
      ? `<p class="message">${escapeHtml(result.message ?? '')}</p>`
      : tasksHtml(result) + restoredHtml(result);
  const open = only ? ' open' : '';
  // A browser opens the details that the target of a link lies in, without a script.
  return `<details${open}><summary><h3>${escapeHtml(result.submission)}</h3><span class="score">${score(result)}</span></summary><div id="${result.anchor}">${body}</div></details>`;
}

function tasksHtml({ checks }: SubmissionResult): string {
  const tasks = [...new Set(checks.map(({ task }) => task))];
  return tasks
    .map((task) => {
      const own = checks.filter((check) => check.task === task);
      const points = `${sumPoints(own.map((check) => check.score))} / ${sumPoints(own.map((check) => check.maxScore))}`;
      return `<h4>${escapeHtml(task)} <small>${points}</small></h4><ul>${own.map(checkHtml).join('')}</ul>`;
    })
    .join('');
}

function checkHtml({ status, title, visibility, score: own, maxScore, message, hint }: CheckResult): string {
  const silent = status === 'pass' || status === 'notAttempted';
  const hidden = visibility === 'hidden' ? ' <span class="tag">hidden check</span>' : '';
  const more = silent
    ? ''
    : `${message ? `<p class="message">${escapeHtml(message)}</p>` : ''}${hint ? `<p class="hint">${escapeHtml(hint)}</p>` : ''}`;
  const label = status === 'pass' ? '' : ` <span class="tag">${LABELS[status]}</span>`;
  return `<li class="${status}"><span class="mark" aria-hidden="true">${MARKS[status]}</span><div><span class="title">${escapeHtml(title)}</span>${hidden}${label} <small>${own} / ${maxScore}</small>${more}</div></li>`;
}

function restoredHtml({ restored }: SubmissionResult): string {
  if (restored.length === 0) return '';
  const items = restored.map(
    ({ cell, what }) => `<li><code>${escapeHtml(cell)}</code> ${escapeHtml(what)}</li>`,
  );
  return `<h4>Put right before grading</h4><ul class="plain">${items.join('')}</ul>`;
}

function score({ score: own, maxScore, pendingScore, status }: SubmissionResult): string {
  if (status === 'unreadable') return `<span class="unreadable">unreadable</span>`;
  return `${own} / ${maxScore}${pendingScore ? ` (+${pendingScore} by hand)` : ''}`;
}
