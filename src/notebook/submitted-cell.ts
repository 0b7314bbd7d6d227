import { wordsOf, type WordCount } from './cell-likeness.js';
import type { SourceRange } from './find-answers.js';
import type { Cell } from './notebook.js';
import { significantTokens } from './significant-tokens.js';

/** A cell of a submission while it is found out what it is. */
export class SubmittedCell {
  /** Place in the submission. */
  readonly at: number;
  readonly cell: Cell;
  /** Id of the released cell that it is. */
  claimedBy: string | undefined;
  #cuts: SourceRange[] = [];
  #words: WordCount | undefined;

  constructor(cell: Cell, at: number) {
    this.cell = cell;
    this.at = at;
  }

  get isCode(): boolean {
    return this.cell.kind === 'code';
  }

  get words(): WordCount {
    return (this.#words ??= wordsOf(this.cell.source));
  }

  /** Takes out text that belongs to another cell. */
  cut(range: SourceRange): void {
    this.#cuts.push(range);
  }

  get isCut(): boolean {
    return this.#cuts.length > 0;
  }

  /** Some of it has been taken out already. */
  overlaps({ start, end }: SourceRange): boolean {
    return this.#cuts.some((cut) => cut.start < end && start < cut.end);
  }

  /** What has not been taken out; all of it as it was, if nothing has. */
  get rest(): string {
    if (this.#cuts.length === 0) return this.cell.source;
    const { source } = this.cell;
    let out = '';
    let from = 0;
    for (const { start, end } of this.#cuts.sort((a, b) => a.start - b.start)) {
      out += source.slice(from, start);
      from = end;
    }
    out = (out + source.slice(from)).replace(/^\s*\n|\s+$/g, '');
    return significantTokens(out).length === 0 ? '' : out;
  }
}
