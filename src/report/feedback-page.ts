import { finalScore, type SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { htmlPage } from './html-page.js';
import { submissionHtml, whoHtml } from './submission-html.js';

/** One student's page: what was asked, what came, what helps, what the marker wrote. Of hidden checks it tells no more than their titles
 * and kind of fault, and nothing of other students. */
export function feedbackPage(result: SubmissionResult): string {
  const main = `<h1>${escapeHtml(result.title)}</h1>
<p class="summary">${whoHtml(result)}</p>
${totalHtml(result)}
${submissionHtml(withoutInstructorsNotes(result), 2)}`;
  return htmlPage(`${result.title}: ${result.submission}`, main);
}

/** The points, and what may still come; of a file that cannot be read, that. */
function totalHtml(result: SubmissionResult): string {
  if (result.status === 'unreadable')
    return '<p class="total unreadable"><strong>Not graded yet: the notebook could not be read</strong></p>';
  const pending = result.pendingScore
    ? `<p>and up to ${result.pendingScore} more: a person has yet to mark what you wrote</p>`
    : '';
  return `<p class="total"><strong>${finalScore(result)} / ${result.maxScore}</strong> points</p>${pending}`;
}

/** What has changed since a mark was given is the instructor's business. */
function withoutInstructorsNotes(result: SubmissionResult): SubmissionResult {
  const checks = result.checks.map((check) => {
    const { marked: _, ...shown } = check;
    return shown;
  });
  return { ...result, checks };
}
