import { indentTo } from './indent.js';
import type { CellKind } from './notebook.js';
import type { Region } from './regions.js';

/** What the starter has in place of a written answer. */
export const WRITTEN_STUB = '*Enter your answer in this cell*';

interface CutSource {
  kind: CellKind;
  given: readonly string[];
  regions: readonly Region[];
}

/** The source of a cell with the given texts in its regions. */
export function renderCell(cell: CutSource, textOf: (region: Region) => string): string {
  return renderPieces(cell, textOf).join('');
}

/** Given text, region, given text, …: together the source of the cell. */
export function renderPieces(
  { kind, given, regions }: CutSource,
  textOf: (region: Region) => string,
): string[] {
  return given.flatMap((text, at) => {
    const region = regions[at];
    if (!region) return [text];
    const isLast = kind !== 'code' || (at === regions.length - 1 && given[at + 1] === '');
    return [text, textOf(region) + (isLast ? '' : '\n')];
  });
}

/** What the starter shows in a region; in code, the note that the original course has, and the stub. */
export function starterText({ indent, stub }: Region, { kind }: { kind: CellKind }): string {
  return kind === 'code' ? `${indent}// TODO: Replace with your code (fill)\n${stub}` : stub;
}

/** An answer as it stands in a region. */
export function answerText(answer: string, { indent }: Region, { kind }: { kind: CellKind }): string {
  return kind === 'code' ? indentTo(answer, indent) : answer;
}
