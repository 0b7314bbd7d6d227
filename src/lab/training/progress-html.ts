import { escapeHtml } from '../escape-html.js';
import { progressText, type ProgressState } from './progress-text.js';

/** A bar and the line of text beside it. */
export function progressHtml(state: ProgressState): string {
  const percent = Math.round(100 * state.share);
  return `<div style="display: flex; align-items: center; gap: 0.8em"><progress max="100" value="${percent}" style="width: 10em">${percent} %</progress><span>${escapeHtml(progressText(state))}</span></div>`;
}
