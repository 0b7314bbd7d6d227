import type { DocumentCell } from './document-cell.js';
import { findAnswers } from './find-answers.js';
import { replaceAnswers } from './replace-answers.js';
import type { Note } from './match-cells.js';

/** Of several copies of an answer cell, the last one that was filled counts; tasks that it leaves open are taken from
 * the last copy that fills them, so that no answer is lost.
 * @param copies Their sources, in order; at least one. */
export function chooseCopy(
  cell: DocumentCell,
  copies: readonly string[],
  note: Note,
): { source: string; index: number } {
  const found = copies.map((source) => findAnswers(source, cell));
  const filled = found.map(
    ({ attempted }, at) => copies[at]!.trim() !== '' && [...attempted.values()].some(Boolean),
  );
  const index = Math.max(filled.lastIndexOf(true), 0);
  if (copies.length > 1)
    note(
      cell.id,
      `${copies.length} copies found: ${filled.includes(true) ? 'the last one that was filled counts' : 'the first one counts'}`,
    );
  const chosen = found[index]!;
  const taken = new Map<string, string>();
  if (chosen.kind === 'separable') {
    for (const task of cell.tasks) {
      const other = chosen.attempted.get(task)
        ? undefined
        : found.findLast(({ kind, attempted }) => kind === 'separable' && attempted.get(task));
      if (other?.kind !== 'separable') continue;
      taken.set(task, other.answers.get(task)!.text);
      note(cell.id, `the answer to ${task} is taken from another copy`);
    }
  }
  return { source: taken.size ? replaceAnswers(copies[index]!, cell, taken) : copies[index]!, index };
}
