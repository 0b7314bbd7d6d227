import type { SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { htmlPage } from './html-page.js';
import { scoreHtml, submissionHtml, whoHtml } from './submission-html.js';

/** One student's page: what was asked, what came, what helps, what the marker wrote. Of hidden checks it tells no more than their titles
 * and kind of fault, and nothing of other students. */
export function feedbackPage(result: SubmissionResult): string {
  const main = `<h1>${escapeHtml(result.title)}</h1>
<p class="summary">${whoHtml(result)}</p>
<p class="total"><strong>${scoreHtml(result)}</strong> points</p>
${submissionHtml(withoutInstructorsNotes(result), 2)}`;
  return htmlPage(`${result.title}: ${result.submission}`, main);
}

/** What has changed since a mark was given is the instructor's business. */
function withoutInstructorsNotes(result: SubmissionResult): SubmissionResult {
  const checks = result.checks.map((check) => {
    const { marked: _, ...shown } = check;
    return shown;
  });
  return { ...result, checks };
}
