import { finalScore, sumPoints, type CheckStatus, type SubmissionResult } from '../grading/result.js';
import { CLASS_FILTER } from './class-filter.js';
import { escapeHtml } from './escape-html.js';
import { htmlPage } from './html-page.js';
import { statisticsHtml } from './statistics-html.js';
import { LABELS, MARKS } from './status-words.js';
import { scoreHtml, submissionHtml, whoHtml } from './submission-html.js';

/** One page for a class, for the instructor: a table, statistics, and below them each submission with all its checks.
 * Everything that comes from a submission is escaped. */
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
  const isClass = results.length > 1;
  const main = `<h1>${escapeHtml(title)}</h1>
${exercises.length > 1 ? '' : summary(results)}
${isClass ? SEARCH : ''}
${parts.join('\n')}`;
  return htmlPage(title, main, isClass ? CLASS_FILTER : undefined);
}

/** Shown by the script that serves it. */
const SEARCH = `<p id="search" hidden><label>Search names, checks and messages <input id="filter" type="search" autocomplete="off"></label> <span id="count" role="status"></span></p>`;

/** A result and where it stands on the page. */
interface Numbered extends SubmissionResult {
  anchor: string;
}

function exerciseHtml(results: Numbered[], oneOfSeveral: boolean): string {
  const head = oneOfSeveral ? `<h2>${escapeHtml(results[0]!.title)}</h2>\n${summary(results)}\n` : '';
  const only = results.length === 1 && !oneOfSeveral;
  const level = oneOfSeveral ? 3 : 2;
  return `${head}${only ? '' : classTable(results) + statisticsHtml(results, level)}
${results.map((result) => submissionSection(result, level, only)).join('\n')}`;
}

function summary(results: SubmissionResult[]): string {
  const graded = results.filter(({ status }) => status === 'graded');
  const scores = graded.map(finalScore).sort((a, b) => a - b);
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
    return `<tr data-of="${result.anchor}"><th scope="row"><a href="#${result.anchor}">${whoHtml(result)}</a></th><td class="score">${scoreHtml(result)}</td>${cells.join('')}</tr>`;
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

function submissionSection(result: Numbered, level: number, only: boolean): string {
  const open = only ? ' open' : '';
  // A browser opens the details that the target of a link lies in, without a script.
  return `<details${open} data-of="${result.anchor}"><summary><h${level} class="who">${whoHtml(result)}</h${level}><span class="score">${scoreHtml(result)}</span></summary><div id="${result.anchor}">${submissionHtml(result, level + 1)}</div></details>`;
}
