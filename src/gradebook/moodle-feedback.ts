import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { escapeHtml } from '../report/escape-html.js';

/** A spreadsheet's cell holds 32,767 characters. */
const LONGEST = 20_000;

/** What the student reads beside the grade, as HTML, for Moodle shows it as such: what did not pass, and what the marker wrote. */
export function moodleFeedback(result: SubmissionResult): { text: string; isCut: boolean } {
  const lines = [
    `<strong>${finalScore(result)} / ${result.maxScore}</strong>`,
    ...(result.late?.message ? [inCell(result.late.message)] : []),
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
  const told = [message, hint && `Hint: ${hint}`].filter(Boolean).map(inCell).join('. ');
  return `${inCell(title)} (${score} / ${maxScore})${told ? `: ${told}` : ''}`;
}

/** Before a quote, also the one that ends a cell, a backslash makes PHP's `fgetcsv` read on: Moodle then refuses the whole worksheet. */
const inCell = (text: string) => escapeHtml(text).replaceAll('\\', '&#92;');
