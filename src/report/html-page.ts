import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.js';
import { REPORT_STYLE } from './html-style.js';

/** A page that needs no network. Its policy lets the browser load nothing but what the page holds, and run nothing but the page's own script.
 * @param main HTML.
 * @param script Our own text, never a submission's. */
export function htmlPage(title: string, main: string, script?: string): string {
  const hash = script && `; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  const images = main.includes('<img ') ? '; img-src data:' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta name="generator" content="gradlab">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${images}${hash ?? ''}">
<title>${escapeHtml(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
${main}
</main>
${script ? `<script>${script}</script>\n` : ''}</body>
</html>
`;
}
