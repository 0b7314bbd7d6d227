import type { SubmissionResult } from '../grading/result.js';
import { escapeHtml } from './escape-html.js';
import { ratioText } from './statistics-report.js';
import { checkStatistics, scoreDistribution } from './statistics.js';

/** How a class did: a picture of the scores, and a table of the checks.
 * @param level Of its heading. */
export function statisticsHtml(results: readonly SubmissionResult[], level: number): string {
  return `<details><summary><h${level} class="who">Statistics</h${level}></summary>${histogram(results)}${checkTable(results)}</details>`;
}

/** Ten bars, each with its count: no script, no style that a policy could refuse. */
function histogram(results: readonly SubmissionResult[]): string {
  const bins = scoreDistribution(results);
  const most = Math.max(1, ...bins);
  const bars = bins.map((count, at) => {
    const height = Math.round((100 * count) / most);
    const x = 13 + at * 34;
    return `<rect x="${x}" y="${120 - height}" width="28" height="${height}"/>${count ? `<text x="${x + 14}" y="${114 - height}">${count}</text>` : ''}<text class="axis" x="${10 + at * 34}" y="140">${at * 10}</text>`;
  });
  const told = bins.map((count, at) => `${at * 10} to ${at * 10 + 10} percent: ${count}`).join(', ');
  return `<svg class="histogram" viewBox="0 0 364 164" role="img" aria-label="Submissions by share of the points. ${told}"><line x1="5" y1="120.5" x2="359" y2="120.5"/>${bars.join('')}<text class="axis" x="350" y="140">100</text><text class="axis" x="180" y="158">points, in percent</text></svg>`;
}

function checkTable(results: readonly SubmissionResult[]): string {
  const rows = checkStatistics(results).map(
    ({ id, title, solved, discrimination, notAttempted, timeouts, crashes, messages }) => {
      const told = messages
        .map(({ message, count }) => `<li>${count} × ${escapeHtml(message)}</li>`)
        .join('');
      return `<tr><th scope="row" title="${escapeHtml(title)}">${escapeHtml(id)}</th><td>${ratioText(solved)}</td><td>${ratioText(discrimination)}</td><td>${notAttempted}</td><td>${timeouts}</td><td>${crashes}</td><td class="text">${told ? `<ul class="plain">${told}</ul>` : ''}</td></tr>`;
    },
  );
  return `<div class="scroll" role="region" aria-label="Statistics of the checks" tabindex="0"><table><thead><tr><th scope="col">Check</th><th scope="col">Solved</th><th scope="col">Discrimination</th><th scope="col">Not tried</th><th scope="col">Timeout</th><th scope="col">Crashed</th><th scope="col" class="text">Most frequent messages</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="legend">Solved: mean share of the points of those who tried. Discrimination: correlation with the points of all other checks; near 0 or below, the check does not tell who knows more.</p>`;
}
