import type { MimeBundle } from '../../session/wire/messages.js';
import { escapeHtml } from '../../lab/escape-html.js';
import type { Verdict } from '../judge/verdict.js';

export interface CheckedTask {
  id: string;
  title: string;
  results: (Verdict & { title: string; hint: string })[];
}

/** The result of `check()` for a front end, as HTML and as text. */
export function checkReport(tasks: CheckedTask[]): MimeBundle {
  return {
    'text/html': `<div style="font-family: sans-serif; line-height: 1.5">${tasks.map(taskHtml).join('')}</div>`,
    'text/plain': tasks.map(taskText).join('\n\n'),
  };
}

function summary({ id, title, results }: CheckedTask): string {
  if (results.length === 0) return `${id}: ${title}. Marked after you hand it in`;
  const passed = results.filter(({ status }) => status === 'pass').length;
  if (results.every(({ status }) => status === 'notAttempted')) return `${id}: ${title}. Not filled yet`;
  if (results.length === 1) return `${id}: ${title}. The check ${passed ? 'passes' : 'does not pass yet'}`;
  if (passed === results.length) return `${id}: ${title}. All ${passed} checks pass`;
  return `${id}: ${title}. ${passed} of ${results.length} checks pass`;
}

function taskText(task: CheckedTask): string {
  const lines = task.results.map(({ status, title, message, hint }) => {
    if (status === 'pass') return `  ✓ ${title}`;
    if (status === 'notAttempted') return `  · ${title}`;
    return [`  ✗ ${title}`, `      ${message}`, ...(hint ? [`      Hint: ${hint}`] : [])].join('\n');
  });
  return [summary(task), ...lines].join('\n');
}

function taskHtml(task: CheckedTask): string {
  const items = task.results.map(({ status, title, message, hint }) => {
    const [mark, color] =
      status === 'pass' ? ['✓', '#1a7f37'] : status === 'notAttempted' ? ['·', '#6e7781'] : ['✗', '#cf222e'];
    const more =
      status === 'pass' || status === 'notAttempted'
        ? ''
        : `<div style="margin-left: 1.6em">${escapeHtml(message)}${hint ? `<br><em>Hint: ${escapeHtml(hint)}</em>` : ''}</div>`;
    return `<div><span style="color: ${color}; font-weight: bold; display: inline-block; width: 1.6em">${mark}</span>${escapeHtml(title)}${more}</div>`;
  });
  return `<p style="margin: 0.3em 0"><strong>${escapeHtml(summary(task))}</strong></p>${items.join('')}`;
}
