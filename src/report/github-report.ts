import { finalScore, type SubmissionResult } from '../grading/result.js';
import { isFull } from './is-full.js';
import { plainText } from './plain-text.js';

/** At most so many annotations of a kind does GitHub show for a step. */
const SHOWN = 10;

/** Annotations of a GitHub workflow: an error for each check that did not pass, and a notice with the points. One line each,
 * so that nothing that a student has made up becomes a command of its own.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function githubReport(results: SubmissionResult[]): string {
  const lines = results.flatMap((result) => {
    const { submission, status, maxScore, message, checks } = result;
    if (status === 'unreadable') return [command('error', `${submission}: not graded`, message ?? '')];
    const open = checks.filter((check) => !isFull(check) && check.status !== 'pendingManual');
    return [
      command('notice', submission, `${finalScore(result)} of ${maxScore} points`),
      ...open.map((check) =>
        command(
          'error',
          `${submission}: ${check.title}`,
          [check.message, check.hint].filter(Boolean).join(' '),
        ),
      ),
    ];
  });
  const errors = lines.filter((line) => line.startsWith('::error'));
  const rest = errors.length - SHOWN;
  return [
    ...lines.filter((line) => line.startsWith('::notice')).slice(0, SHOWN),
    ...errors.slice(0, rest > 0 ? SHOWN - 1 : SHOWN),
    ...(rest > 0 ? [command('error', 'more', `${rest + 1} more checks did not pass: see the summary`)] : []),
    '',
  ].join('\n');
}

function command(kind: 'error' | 'notice', title: string, message: string): string {
  return `::${kind} title=${property(title)}::${data(message) || data(title)}`;
}

const data = (text: string) =>
  plainText(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
