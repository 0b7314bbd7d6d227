import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Copies of the files that boxes read, for boxes whose code comes to know what no later one may. The system keeps in memory what has been
 * read of a file, and by timing code can tell what that is: a note, a bit for each page of each file, which outlives every box. In
 * copies, such notes go when the copies do. */
export class BoxCopies {
  readonly #folder: string;
  readonly #made = new Map<string, Promise<void>>();

  /** @param folder Is made when it is needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies what has not been copied yet, links as links. Of a folder only what Node loads: no types, source maps, native code or caches.
   * @param places Files and folders.
   * @throws {Error} If there is no room for them. */
  async add(places: string[]): Promise<void> {
    for (const place of new Set(places)) {
      const made = this.#made.get(place) ?? this.#copy(place);
      this.#made.set(place, made);
      await made;
    }
  }

  /** Where the copy is of what is at this place. */
  at(place: string): string {
    return path.join(this.#folder, path.resolve(place));
  }

  async #copy(place: string): Promise<void> {
    try {
      const source = fs.realpathSync(place);
      if (fs.statSync(source).isDirectory()) {
        const isCopied = [...this.#made.keys()].some((other) => isWithin(place, other));
        if (!isCopied) await copyFolder(source, this.at(place));
      } else {
        fs.mkdirSync(path.dirname(this.at(place)), { recursive: true });
        copyFile(source, this.at(place));
      }
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`Cannot copy to ${this.#folder} what boxes read: ${message}`, { cause: error });
    }
  }
}

/** Folder by folder, so that others have their turn: synchronous calls take a fifth of the time for thousands of small files. */
async function copyFolder(from: string, to: string): Promise<void> {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else if (entry.isFile() && LOADED.test(entry.name)) copyFile(source, target);
    else if (entry.isDirectory() && entry.name !== '.cache') await copyFolder(source, target);
  }
  await setImmediate();
}

/** What Node loads, where native code is refused. */
const LOADED = /\.([cm]?js|json|wasm)$/;

function copyFile(from: string, to: string): void {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    // Gone meanwhile, or nothing that a box could read.
    if (!['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const isWithin = (place: string, folder: string) =>
  place !== folder && path.resolve(place).startsWith(path.resolve(folder) + path.sep);
