import { finalScore, sumPoints, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { figuresHtml } from './figures-html.js';
import { seriesChart } from './series-chart.js';
import { LABELS, MARKS } from './status-words.js';

/** What a submission got, check by check, or why it got nothing.
 * @param level Of the headings of its tasks: one below what stands above. */
export function submissionHtml(result: SubmissionResult, level: number): string {
  if (result.status === 'unreadable')
    return `<p class="message">${escapeHtml(result.message ?? '')}</p>${lateHtml(result)}`;
  return lateHtml(result) + tasksHtml(result, level) + restoredHtml(result, level);
}

/** `8.5 / 10`, with what is still open or taken off. */
export function scoreHtml(result: SubmissionResult): string {
  const { maxScore, pendingScore, status } = result;
  if (status === 'unreadable') return `<span class="unreadable">unreadable</span>`;
  const pending = pendingScore ? ` <span class="pending">(+${pendingScore} by hand)</span>` : '';
  return `${finalScore(result)} / ${maxScore}${pending}`;
}

function lateHtml({ late, score }: SubmissionResult): string {
  if (!late || (late.penalty === 0 && !late.message)) return '';
  const sum = late.penalty ? ` (${score} points before that)` : '';
  return `<p class="late">${escapeHtml(late.message)}${sum}</p>`;
}

function tasksHtml({ checks, answers, tasks: known, figures }: SubmissionResult, level: number): string {
  const tasks = [...new Set(checks.map(({ task }) => task))];
  return tasks
    .map((task) => {
      const own = checks.filter((check) => check.task === task);
      const points = `${sumPoints(own.map((check) => check.score))} / ${sumPoints(own.map((check) => check.maxScore))}`;
      const text = answers?.[task]?.text;
      const isEmpty = own.every(({ status }) => status === 'notAttempted');
      const title = known?.find(({ id }) => id === task)?.title;
      const name =
        title === undefined ? escapeHtml(task) : `${inlineCode(title)} <small>${escapeHtml(task)}</small>`;
      const shown = figuresHtml(figures?.filter((figure) => figure.task === task) ?? []);
      return `${heading(level, `${name} <small>${points}</small>`)}${text && !isEmpty ? answerHtml(text) : ''}<ul>${own.map((check, at) => checkHtml(check, own[at - 1])).join('')}</ul>${shown}`;
    })
    .join('');
}

/** A long one scrolls, which takes a place for the keyboard. */
const answerHtml = (text: string) =>
  `<blockquote dir="auto"${text.length > LONG_ANSWER ? ' class="long" tabindex="0"' : ''}>${text
    .trim()
    .split(/\r\n|\r|\n/)
    .map(escapeHtml)
    .join('<br>')}</blockquote>`;

/** In characters: more than a phone shows. */
const LONG_ANSWER = 2000;

/** @param before The check above it: what is the same is said once. */
function checkHtml(check: CheckResult, before: CheckResult | undefined): string {
  const { status, title, visibility, score: own, maxScore, hint, series, marked } = check;
  const isSame = check.message !== '' && before?.status === status && before.message === check.message;
  const message = isSame ? 'As above' : check.message;
  const silent = status === 'pass' || status === 'notAttempted';
  const hidden = visibility === 'hidden' ? ' <span class="tag">hidden check</span>' : '';
  const more = silent
    ? ''
    : `${message ? `<p class="message" dir="auto">${escapeHtml(message)}</p>` : ''}${series ? seriesChart(series) : ''}${hint ? `<p class="hint">${inlineCode(hint)}</p>` : ''}`;
  const label = status === 'pass' ? '' : ` <span class="tag">${LABELS[status]}</span>`;
  const changed = marked?.changed ? ` <span class="tag changed">${escapeHtml(marked.changed)}</span>` : '';
  return `<li class="${status}"><span class="mark" aria-hidden="true">${MARKS[status]}</span><div><span class="title">${inlineCode(title)}</span>${hidden}${label}${changed} <small>${own} / ${maxScore}</small>${more}</div></li>`;
}

/** The words of an exercise's author, with code between backticks. */
const inlineCode = (text: string) => escapeHtml(text).replace(/&#96;([^&]+)&#96;/g, '<code>$1</code>');

/** Whose it is, as far as that is known: `Ada Lovelace (ada)`. */
export function whoHtml({ submission, person }: SubmissionResult): string {
  const name = person?.name && person.name !== submission ? person.name : undefined;
  return name === undefined
    ? `<bdi>${escapeHtml(submission)}</bdi>`
    : `<bdi>${escapeHtml(name)}</bdi> (<bdi>${escapeHtml(submission)}</bdi>)`;
}

const heading = (level: number, html: string) => `<h${level} class="task">${html}</h${level}>`;

function restoredHtml({ restored }: SubmissionResult, level: number): string {
  if (restored.length === 0) return '';
  const items = restored.map(
    ({ cell, what }) => `<li><code>${escapeHtml(cell)}</code> ${escapeHtml(what)}</li>`,
  );
  return `${heading(level, 'Put right before grading')}<ul class="plain">${items.join('')}</ul>`;
}
