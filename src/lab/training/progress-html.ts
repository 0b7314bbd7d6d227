import { escapeHtml } from '../escape-html.js';

/** A bar and a line of text beside it.
 * @param share What the bar shows, in [0, 1]; no bar without it. */
export function progressHtml(text: string, share: number | undefined): string {
  const percent = share === undefined ? 0 : Math.round(100 * share);
  const bar =
    share === undefined
      ? ''
      : `<progress max="100" value="${percent}" style="width: 10em">${percent} %</progress>`;
  return `<div style="display: flex; align-items: center; gap: 0.8em">${bar}<span>${escapeHtml(text)}</span></div>`;
}
