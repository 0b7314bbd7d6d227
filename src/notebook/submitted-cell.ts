import { wordsOf, type WordCount } from './cell-likeness.js';
import { LONGEST_CODE, type SourceRange } from './find-answers.js';
import type { Cell } from './notebook.js';
import { significantTokens } from './significant-tokens.js';

const NO_WORDS: WordCount = { counts: new Map(), total: 0 };

/** More code than this, in characters, is not searched in one submission. What is left of a cell when something has been taken out of
 * it counts again: of twenty copies in one cell, each is searched for anew. */
const MOST_CODE = 2 ** 22;

/** What may still be searched. */
interface Search {
  left: number;
}

/** The cells of a submission, to be found out about. */
export function submittedCells(cells: readonly Cell[]): SubmittedCell[] {
  let code = 0;
  const search: Search = { left: MOST_CODE };
  return cells.map((cell, at) => {
    const { length } = cell.source;
    const isSearched = length <= LONGEST_CODE && code + length <= MOST_CODE;
    if (isSearched) code += length;
    return new SubmittedCell(cell, at, { isSearched, search });
  });
}

/** A cell of a submission while it is found out what it is. */
export class SubmittedCell {
  /** Place in the submission. */
  readonly at: number;
  readonly cell: Cell;
  /** Its content is looked at; otherwise it is known by its id alone. */
  readonly isSearched: boolean;
  /** Id of the released cell that all the rest belongs to. */
  claimedBy: string | undefined;
  readonly #search: Search;
  #rest: string;
  #words: WordCount | undefined;

  constructor(cell: Cell, at: number, { isSearched, search }: { isSearched: boolean; search: Search }) {
    this.cell = cell;
    this.at = at;
    this.isSearched = isSearched;
    this.#search = search;
    this.#rest = cell.source;
  }

  get isCode(): boolean {
    return this.cell.kind === 'code';
  }

  /** Nothing is known about it, and there is something in it. */
  get isFree(): boolean {
    return this.claimedBy === undefined && this.#rest.trim() !== '';
  }

  /** What has not been taken out. */
  get rest(): string {
    return this.#rest;
  }

  get isCut(): boolean {
    return this.#rest !== this.cell.source;
  }

  get words(): WordCount {
    return (this.#words ??= this.#counted());
  }

  #counted(): WordCount {
    if (!this.isSearched) return NO_WORDS;
    this.#search.left -= this.#rest.length;
    return this.#search.left < 0 ? NO_WORDS : wordsOf(this.#rest);
  }

  /** Takes out text that belongs to a released cell. */
  take({ start, end }: SourceRange): string {
    const taken = this.#rest.slice(start, end);
    const rest = (this.#rest.slice(0, start) + this.#rest.slice(end)).replace(/^\s*\n/, '').trimEnd();
    this.#rest = significantTokens(rest).length === 0 ? '' : rest;
    this.#words = undefined;
    return taken;
  }
}

/** What is left of cells that belong together, as one. */
export const textOf = (parts: readonly SubmittedCell[]) => parts.map(({ rest }) => rest).join('\n\n');
