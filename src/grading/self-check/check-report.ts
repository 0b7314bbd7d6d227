import type { MimeBundle } from '../../session/wire/messages.js';
import { escapeHtml } from '../../lab/escape-html.js';
import type { Verdict } from '../judge/verdict.js';

export interface CheckedTask {
  id: string;
  title: string;
  results: CheckedResult[];
}

type CheckedResult = Verdict & {
  title: string;
  hint: string;
  /** What the student's code has thrown. */
  thrown?: string;
};

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
  if (results.every(({ status }) => status === 'notAttempted'))
    return `${id}: ${title}. Not filled yet: the line with todo('${id}') is still there`;
  if (isNotRun(results)) return `${id}: ${title}. Not checked. ${results[0]!.message}`;
  if (results.length === 1) return `${id}: ${title}. The check ${passed ? 'passes' : 'does not pass yet'}`;
  if (passed === results.length) return `${id}: ${title}. All ${passed} checks pass`;
  return `${id}: ${title}. ${passed} of ${results.length} checks pass`;
}

const isNotRun = (results: CheckedResult[]) => results.every(({ status }) => status === 'notRun');

function taskText(task: CheckedTask): string {
  const lines = task.results.map((result, at) => [
    `  ${MARKS[result.status] ?? '✗'} ${result.title}`,
    ...explanation(task.results, at).map((line) => `      ${line}`),
  ]);
  return [summary(task), ...lines.flat()].join('\n');
}

function taskHtml(task: CheckedTask): string {
  const items = task.results.map((result, at) => {
    const mark = MARKS[result.status] ?? '✗';
    const lines = explanation(task.results, at).map((line) =>
      line.startsWith(HINT) ? `<em>${escapeHtml(line)}</em>` : escapeHtml(line),
    );
    const more = lines.length ? `<div style="margin-left: 1.6em">${lines.join('<br>')}</div>` : '';
    return `<div><span style="color: ${COLORS[mark]}; font-weight: bold; display: inline-block; width: 1.6em">${mark}</span>${escapeHtml(result.title)}${more}</div>`;
  });
  return `<p style="margin: 0.3em 0"><strong>${escapeHtml(summary(task))}</strong></p>${items.join('')}`;
}

/** What is wrong and what to do; what has been said above is not said again.
 * @returns Lines. */
function explanation(results: CheckedResult[], at: number): string[] {
  const { status, message, hint, thrown, wholeCell } = results[at]!;
  const before = results[at - 1];
  if (status === 'pass' || status === 'notAttempted') return [];
  if (wholeCell) return isNotRun(results) || message === before?.message ? [] : [message];
  const isSame = thrown !== undefined && thrown === before?.thrown;
  return [isSame ? 'The same error' : message, ...(hint ? [`${HINT}${hint}`] : [])];
}

const HINT = 'Hint: ';
const MARKS: Partial<Record<Verdict['status'], string>> = { pass: '✓', notAttempted: '·', notRun: '·' };
const COLORS: Record<string, string> = { '✓': '#1a7f37', '·': '#6e7781', '✗': '#cf222e' };
