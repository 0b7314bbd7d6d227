import type { DocumentCell } from './document-cell.js';
import { findAnswers } from './find-answers.js';
import { renderCell } from './render-cell.js';

/** The submitted cell with other text in the places of some tasks; the other answers stay as the student wrote them.
 *
 * If all tasks of the cell are replaced, nothing of the student's stays: not what stands around the given lines, either.
 * @param replacements By task. In a cell whose given lines were edited, all of its tasks should be among them. */
export function replaceAnswers(
  source: string,
  cell: DocumentCell,
  replacements: ReadonlyMap<string, string>,
): string {
  const found = findAnswers(source, cell);
  if (found.kind === 'unit' || cell.tasks.every((task) => replacements.has(task))) {
    return renderCell(cell, ({ task, stub }) => replacements.get(task) ?? stub);
  }
  const fromLast = [...found.answers].sort(([, a], [, b]) => b.start - a.start);
  let out = source;
  for (const [task, { start, end }] of fromLast) {
    const replacement = replacements.get(task);
    if (replacement !== undefined) out = `${out.slice(0, start)}\n${replacement}\n${out.slice(end)}`;
  }
  return out;
}
