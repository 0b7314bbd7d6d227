import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { escapeHtml } from '../report/escape-html.js';

/** A spreadsheet's cell holds 32,767 characters. */
const LONGEST = 20_000;

/** What the student reads beside the grade, as HTML, for Moodle shows it as such: what did not pass, and what the marker wrote. */
export function moodleFeedback(result: SubmissionResult): { text: string; isCut: boolean } {
  const lines = [
    `<strong>${finalScore(result)} / ${result.maxScore}</strong>`,
    ...(result.late?.message ? [escapeHtml(result.late.message)] : []),
    ...result.checks.filter(({ status }) => status !== 'pass').map(lineOf),
  ];
  let text = '';
  for (const line of lines) {
    if (text.length + line.length > LONGEST) return { text: `${text}<br>…`, isCut: true };
    text += `${text ? '<br>' : ''}${line}`;
  }
  return { text, isCut: false };
}

function lineOf({ title, score, maxScore, message, hint }: CheckResult): string {
  const told = [message, hint && `Hint: ${hint}`].filter(Boolean).map(escapeHtml).join('. ');
  return `${escapeHtml(title)} (${score} / ${maxScore})${told ? `: ${told}` : ''}`;
}
