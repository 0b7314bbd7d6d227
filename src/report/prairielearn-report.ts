import { finalScore, type SubmissionResult } from '../grading/result.js';
import { oneSubmission } from './one-submission.js';
import { plainText } from './plain-text.js';

/** What PrairieLearn reads from `/grade/results/results.json`.
 * @see https://prairielearn.readthedocs.io/en/latest/externalGrading */
export function prairielearnReport(results: SubmissionResult[]): string {
  const result = oneSubmission(results, 'prairielearn');
  const { maxScore, status, message, checks, late } = result;
  const isGradable = status === 'graded';
  const all = {
    gradable: isGradable,
    score: maxScore > 0 ? finalScore(result) / maxScore : 0,
    ...(late?.message ? { message: plainText(late.message) } : {}),
    ...(isGradable ? {} : { format_errors: [plainText(message ?? '')] }),
    tests: checks.map((check) => ({
      name: plainText(check.title),
      description: check.id,
      points: check.score,
      max_points: check.maxScore,
      message: [check.message, check.hint].filter(Boolean).map(plainText).join('\n'),
    })),
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}
