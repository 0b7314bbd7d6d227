import type { DocumentCell } from './document-cell.js';
import { findAnswers } from './find-answers.js';
import { renderCell } from './render-cell.js';
import { tokensOf } from './tokens.js';

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
  let out = source;
  for (const [at, { task, stub }] of [...cell.regions.entries()].reverse()) {
    const { start, end } = found.answers.get(task)!;
    const replacement = replacements.get(task);
    if (replacement === undefined) continue;
    const [before, after] = [out.slice(0, start), out.slice(end)];
    const first = goesOn(replacement) && isStatementEnd(cell, at) && !before.endsWith(';') ? ';' : '';
    const last = goesOn(after) && endsStatement(stub) && !endsStatement(replacement) ? '\n;' : '';
    out = `${before}\n${first}${replacement}${last}\n${after}`;
  }
  return out;
}

/** Read as going on with the statement of the line before, unless a semicolon ends that: formatters drop semicolons. */
const goesOn = (code: string) => /^\s*[[(`/+-]/.test(code);

const endsStatement = (code: string) => tokensOf(code).at(-1)?.text === ';';

/** In the starter, a semicolon stands before the region. */
function isStatementEnd({ given, regions }: DocumentCell, at: number): boolean {
  const last = tokensOf(given[at]!).at(-1);
  return last ? last.text === ';' : at > 0 && endsStatement(regions[at - 1]!.stub);
}
