import { createHash } from 'node:crypto';
import type { ScopeName } from './cell-scope.js';

/** What compiling a cell gave, apart from the slot that it was compiled in. */
export interface CachedCell {
  js: string;
  map: string;
  values: string[];
  imports: string[];
  names: (Omit<ScopeName, 'slot'> & { name: string })[];
}

const MOST_CELLS = 2000;

/** Compiled cells by everything that they depend on: their text, the cells before them and what those defined. Cells
 * that import files of the exercise's own are not kept, since these can change. */
export class CompileCache {
  readonly #cells = new Map<string, CachedCell>();
  #chain = '';

  /** A notebook begins. */
  restart(): void {
    this.#chain = '';
  }

  /** The key of a cell after those that have run. */
  key(source: string): string {
    return createHash('sha256').update(this.#chain).update('\0').update(source).digest('base64');
  }

  /** The key of a cell that has read files of the exercise's own: what later cells see of it depends on their text. */
  keyWith(key: string, files: readonly string[]): string {
    if (!files.length) return key;
    return createHash('sha256').update(key).update('\0').update(JSON.stringify(files)).digest('base64');
  }

  get(key: string): CachedCell | undefined {
    return this.#cells.get(key);
  }

  set(key: string, cell: CachedCell): void {
    if (this.#cells.size >= MOST_CELLS) this.#cells.clear();
    this.#cells.set(key, cell);
  }

  /** A cell has run: what follows depends on it, and on what it did not reach. */
  advance(key: string, unreached: readonly string[]): void {
    this.#chain = createHash('sha256')
      .update(key)
      .update('\0')
      .update(JSON.stringify([...unreached].sort()))
      .digest('base64');
  }
}

/** True for a cell that may import a file of the exercise's own. */
export const importsLocally = (source: string) => /['"`]\.\.?\//.test(source);
