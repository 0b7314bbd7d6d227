import fs from 'node:fs';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';

type Done = (error: Error | null, length?: number) => void;

/** Reads an archive where its directory says, which may be anywhere: of a place outside the file, yauzl's own reader throws where nobody
 * can catch it. */
export class ArchiveReader extends yauzl.RandomAccessReader {
  readonly size: number;
  readonly #file: number;

  /** @throws {Error} The file system's, if it cannot be opened. */
  constructor(archive: string) {
    super();
    this.#file = fs.openSync(archive, 'r');
    this.size = fs.fstatSync(this.#file).size;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: Done): void {
    if (position > this.size) setImmediate(done, null, 0);
    else fs.read(this.#file, buffer, offset, length, position, done);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    // A stream that is destroyed closes its file, which is not its own.
    const shared = { open: fs.open, read: fs.read, close: (_file: number, done: () => void) => done() };
    return fs.createReadStream('', { fd: this.#file, start, end: end - 1, fs: shared });
  }

  override close(done: (error: Error | null) => void): void {
    fs.close(this.#file, done);
  }
}
