import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { SUBMISSION_LIMIT_BYTES } from '../grading/read-limit.js';
import { ArchiveError } from './archive-error.js';
import { isFileProblem } from './file-problem.js';

const MAX_ENTRIES = 200_000;
const MAX_GIB = 4;
/** What a file is, in the upper half of its external attributes. */
const [FILE_TYPE, LINK] = [0o170000, 0o120000];

/** Unpacks what a grader wants of an archive: its notebooks, archives in it, and what says whose they are. Nothing is
 * written outside the folder, whatever the names in the archive are; links are left out.
 * @throws {ArchiveError} If it is not a zip file, or holds more than a class can. */
export async function unpack(archive: string, folder: string): Promise<void> {
  let zip: ZipFile | undefined;
  let entries = 0;
  let bytes = 0;
  try {
    zip = await yauzl.openPromise(archive);
    for await (const entry of zip.eachEntry()) {
      if (++entries > MAX_ENTRIES) throw new ArchiveError(`It has more than ${MAX_ENTRIES} entries`);
      if (!isWanted(entry)) continue;
      // Of what is too large to be read later, nothing but the size is kept.
      const isTooLarge = entry.uncompressedSize > SUBMISSION_LIMIT_BYTES;
      bytes += isTooLarge ? 0 : entry.uncompressedSize;
      if (bytes > MAX_GIB * 2 ** 30) throw new ArchiveError(`It holds more than ${MAX_GIB} GiB of notebooks`);
      const target = path.join(folder, entry.fileName);
      if (fs.existsSync(target)) continue;
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (isTooLarge) writeHole(target, SUBMISSION_LIMIT_BYTES + 1);
      else
        await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(target, { flags: 'wx' }));
    }
  } catch (error) {
    if (error instanceof ArchiveError || isFileProblem(error)) throw error;
    throw new ArchiveError(`It cannot be unpacked: ${(error as Error).message}`);
  } finally {
    zip?.close();
  }
}

function isWanted({ fileName, externalFileAttributes }: Entry): boolean {
  const isLink = ((externalFileAttributes >>> 16) & FILE_TYPE) === LINK;
  return !isLink && /\.(ipynb|zip)$|(^|\/)submission_metadata\.yml$/i.test(fileName);
}

/** A file of a size that takes no room. */
function writeHole(file: string, size: number): void {
  fs.writeFileSync(file, '');
  fs.truncateSync(file, size);
}
