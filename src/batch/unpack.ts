import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { GraderError } from '../grading/grader-error.js';
import { SUBMISSION_LIMIT_BYTES } from '../grading/parse-submission.js';
import { ArchiveError } from './archive-error.js';

const MAX_ENTRIES = 200_000;
/** Of a class, and of one person: nobody's archive fills the disk for the others. */
export const CLASS_MIB = 4096;
export const PERSON_MIB = 256;
/** What a file is, in the upper half of its external attributes. */
const [FILE_TYPE, LINK] = [0o170000, 0o120000];

/** Unpacks what a grader wants of an archive: its notebooks, archives in it, and what says whose they are. Nothing is
 * written outside the folder, whatever the names in the archive are; links are left out.
 * @param mostMiB What may be written.
 * @throws {ArchiveError} If it is not a zip file, or holds more.
 * @throws {GraderError} If the disk does not take it: no fault of whoever has made the archive. */
export async function unpack(archive: string, folder: string, mostMiB: number): Promise<void> {
  let zip: ZipFile | undefined;
  let entries = 0;
  let bytes = 0;
  try {
    zip = await yauzl.openPromise(archive);
    for await (const entry of zip.eachEntry()) {
      if (++entries > MAX_ENTRIES) throw new ArchiveError(`It has more than ${MAX_ENTRIES} entries`);
      if (!isWanted(entry)) continue;
      if (entry.isEncrypted()) throw new ArchiveError('It is locked with a password: hand in one without');
      // Of what is too large to be read later, nothing but the size is kept.
      const isTooLarge = entry.uncompressedSize > SUBMISSION_LIMIT_BYTES;
      bytes += isTooLarge ? 0 : entry.uncompressedSize;
      if (bytes > mostMiB * 2 ** 20) throw new ArchiveError(`It holds more than ${mostMiB} MiB of notebooks`);
      const target = path.join(folder, ...entry.fileName.split('/').map(shortName));
      if (fs.existsSync(target)) continue;
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (isTooLarge) writeHole(target, SUBMISSION_LIMIT_BYTES + 1);
      else
        await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(target, { flags: 'wx' }));
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const { code, syscall, path: place } = error as NodeJS.ErrnoException;
    if (syscall !== undefined && syscall !== 'read' && place !== archive) {
      if (OF_NAMES.has(code!))
        throw new ArchiveError(`The names in it cannot stand side by side, or are too long (${code})`);
      const what = `${path.basename(archive)} cannot be unpacked to ${folder}`;
      throw new GraderError('cannot-unpack', `${what}: ${(error as Error).message}`, { cause: error });
    }
    throw new ArchiveError(`It cannot be unpacked: ${(error as Error).message}`);
  } finally {
    zip?.close();
  }
}

/** Problems of the names in an archive, not of the disk that it is unpacked to. */
const OF_NAMES = new Set(['EEXIST', 'EINVAL', 'EISDIR', 'ENAMETOOLONG', 'ENOTDIR']);

/** No longer than file systems take: what stands at the end of a name tells what the file is. */
function shortName(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${Array.from(name).slice(0, 40).join('')}-${hash}${path.extname(name).slice(0, 8)}`;
}

/** In bytes. */
const LONGEST_NAME = 200;

function isWanted({ fileName, externalFileAttributes }: Entry): boolean {
  const isLink = ((externalFileAttributes >>> 16) & FILE_TYPE) === LINK;
  return !isLink && /\.(ipynb|zip)$|(^|\/)submission_metadata\.yml$/i.test(fileName);
}

/** A file of a size that takes no room. */
function writeHole(file: string, size: number): void {
  fs.writeFileSync(file, '');
  fs.truncateSync(file, size);
}
