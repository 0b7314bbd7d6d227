import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';

/** A table for GitHub's step summary, GitLab, or a pull request: `gradlab report … --format markdown >> "$GITHUB_STEP_SUMMARY"`. */
export function markdownReport(results: SubmissionResult[]): string {
  const exercises = new Set(results.map(({ exercise }) => exercise));
  // One person's exercises, each told in full.
  if (results.length > 0 && exercises.size === results.length) return results.map(submission).join('\n');
  const rows = results.map((result) =>
    row([
      text(result.submission),
      text(result.title),
      result.status === 'unreadable' ? 'unreadable' : total(result),
    ]),
  );
  return [row(['Submission', 'Exercise', 'Points']), row(['---', '---', '---:']), ...rows, ''].join('\n');
}

function submission(result: SubmissionResult): string {
  const { title, status, message, checks, late } = result;
  if (status === 'unreadable') return `### ${text(title)}\n\nNot graded: ${text(message ?? '')}\n`;
  const rows = checks.map((check) =>
    row([MARKS[check.status], text(check.title), told(check), `${check.score} / ${check.maxScore}`]),
  );
  return [
    `### ${text(title)}: ${total(result)}`,
    '',
    ...(late?.message ? [text(late.message), ''] : []),
    row(['', 'Check', 'What to do', 'Points']),
    row(['---', '---', '---', '---:']),
    ...rows,
    '',
  ].join('\n');
}

const MARKS: Record<CheckResult['status'], string> = {
  pass: '✅',
  fail: '❌',
  notAttempted: '⬜',
  error: '❌',
  timeout: '⌛',
  crashed: '❌',
  notRun: '⬜',
  pendingManual: '✋',
  marked: '✍️',
};

const told = ({ status, message, hint }: CheckResult) =>
  status === 'pass' ? '' : [text(message), hint ? `*${text(hint)}*` : ''].filter(Boolean).join(' ');

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

const total = (result: SubmissionResult) =>
  `${finalScore(result)} / ${result.maxScore}${result.pendingScore ? ` (+${result.pendingScore} by hand)` : ''}`;

/** Text that Markdown takes for nothing else: no markup, no mentions of people, no links. */
const text = (raw: string) =>
  escapeHtml(raw)
    .replace(/[\\*_~[\]()|!{}]/g, '\\$&')
    .replace(/@/g, '@<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/www(?=\.)/gi, '$&<!-- -->')
    .replace(/#(?=\d+(?!\d*;))/g, '\\#');
