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

/** Compiled cells by everything that they depend on: their text, the cells that define the names they use (by the same
 * kind of key, so that these stand for all that *they* depend on), and the cells before them that change what is global. A
 * cell that none of this has changed for is found again, whatever else differs in the notebook. Cells that import files of
 * the exercise's own are not kept, since these can change. */
export class CompileCache {
  readonly #cells = new Map<string, CachedCell>();

  /** @param dependencies In a fixed order. */
  key(source: string, dependencies: readonly string[]): string {
    return createHash('sha256')
      .update(JSON.stringify([source, dependencies]))
      .digest('base64');
  }

  /** The key of a cell that has read files of the exercise's own: what later cells see of it depends on their text. */
  keyWith(key: string, files: readonly string[]): string {
    return files.length ? this.key(key, files) : key;
  }

  get(key: string): CachedCell | undefined {
    return this.#cells.get(key);
  }

  set(key: string, cell: CachedCell): void {
    if (this.#cells.size >= MOST_CELLS) this.#cells.clear();
    this.#cells.set(key, cell);
  }
}

/** True for a cell that may import a file of the exercise's own. */
export const importsLocally = (source: string) => /['"`]\.\.?\//.test(source);
