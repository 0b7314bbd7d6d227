import { finalScore, sumPoints, type SubmissionResult } from '../grading/result.js';

/** What shields.io draws a badge from: the points of all results together.
 * @see https://shields.io/badges/endpoint-badge */
export function badgeReport(results: SubmissionResult[]): string {
  const score = sumPoints(results.map(finalScore));
  const maxScore = sumPoints(results.map((result) => result.maxScore));
  const share = maxScore ? score / maxScore : 0;
  const color = share === 1 ? 'brightgreen' : share >= 0.5 ? 'yellow' : 'lightgrey';
  return `${JSON.stringify({ schemaVersion: 1, label: 'points', message: `${score} of ${maxScore}`, color })}\n`;
}
