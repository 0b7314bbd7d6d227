import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { GraderError } from '../grading/grader-error.js';
import { SUBMISSION_LIMIT_BYTES } from '../grading/parse-submission.js';
import { ArchiveError } from './archive-error.js';
import { ArchiveReader } from './archive-reader.js';

/** What may be unpacked of an archive. */
interface Limits {
  mib: number;
  /** In the paths of all files: no fewer than there will be files and folders. */
  parts: number;
  /** One within the other. */
  folders: number;
}

/** Of a class, and of one person: nobody's archive fills the disk for the others. */
export const OF_CLASS: Limits = { mib: 4096, parts: 500_000, folders: 9 };
export const OF_PERSON: Limits = { mib: 256, parts: 10_000, folders: 8 };
/** Read, wanted or not: some 40 microseconds each. */
const MOST_ENTRIES = 2_000_000;
/** What a file is, in the upper half of its external attributes. */
const [FILE_TYPE, LINK] = [0o170000, 0o120000];

/** Unpacks what a grader wants of an archive: its notebooks, archives in it, and what says whose they are. Nothing is
 * written outside the folder, whatever the names in the archive are; links are left out.
 * @returns Why an entry that is wanted has been left out, by its name.
 * @throws {ArchiveError} If it is not a zip file, or holds more.
 * @throws {GraderError} If the disk does not take it: no fault of whoever has made the archive. */
export async function unpack(archive: string, folder: string, limits: Limits): Promise<Map<string, string>> {
  const leftOut = new Map<string, string>();
  let reader: ArchiveReader | undefined;
  let zip: ZipFile | undefined;
  let partsOfAll = 0;
  let bytes = 0;
  try {
    // Names are decoded and judged here: yauzl ends at the first that it refuses.
    reader = new ArchiveReader(archive);
    zip = await yauzl.fromRandomAccessReaderPromise(reader, reader.size, { decodeStrings: false });
    if (zip.entryCount > MOST_ENTRIES) throw new ArchiveError(`It has more than ${MOST_ENTRIES} entries`);
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      const parts = name.split('/').filter((part) => part !== '' && part !== '.');
      if (!isWanted(entry, name, parts)) continue;
      const why = whyNot(entry, name, parts, limits);
      partsOfAll += why === undefined ? parts.length : 1;
      if (partsOfAll > limits.parts)
        throw new ArchiveError(`The paths of its notebooks have more than ${limits.parts} parts`);
      bytes += isTooLarge(entry) ? 0 : entry.uncompressedSize;
      if (bytes > limits.mib * 2 ** 20)
        throw new ArchiveError(`It holds more than ${limits.mib} MiB of notebooks`);
      const problem = why ?? (await extract(zip, entry, path.join(folder, ...parts.map(shortName))));
      if (problem !== undefined)
        leftOut.set(name.length > 100 ? `${name.slice(0, 60)}…${name.slice(-39)}` : name, problem);
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    if (!isOfDisk(error) || error.path === archive)
      throw new ArchiveError(`It cannot be unpacked: ${(error as Error).message}`);
    const what = `${path.basename(archive)} cannot be unpacked to ${folder}`;
    throw new GraderError('cannot-unpack', `${what}: ${error.message}`, { cause: error });
  } finally {
    if (zip) zip.close();
    else reader?.close(() => {}); // What yauzl cannot open, it does not close.
  }
  return leftOut;
}

const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry) =>
  yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);

function isWanted({ externalFileAttributes }: Entry, name: string, parts: string[]): boolean {
  const isLink = ((externalFileAttributes >>> 16) & FILE_TYPE) === LINK;
  return (
    !isLink &&
    /\.(ipynb|zip)$|(^|\/)submission_metadata\.yml$/i.test(name) &&
    !parts.some((part) => part !== '..' && isHidden(part))
  );
}

/** What editors, systems and npm make, and nobody hands in. */
export const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function whyNot(entry: Entry, name: string, parts: string[], limits: Limits): string | undefined {
  if (yauzl.validateFileName(name) !== null) return 'its path leads out of the archive';
  if (parts.length - 1 > limits.folders) return `it lies more than ${limits.folders} folders deep`;
  if (name.includes('\0')) return 'its name is none that a file can have';
  return entry.isEncrypted() ? 'it is locked with a password: hand in one without' : undefined;
}

/** @returns Why it cannot be, where that is the archive's fault.
 * @throws {Error} The file system's, if the disk is at fault. */
async function extract(zip: ZipFile, entry: Entry, target: string): Promise<string | undefined> {
  if (fs.existsSync(target)) return 'its name is taken by what comes before it';
  let isBegun = false;
  try {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    isBegun = true;
    // Of what is too large to be read later, nothing but the size is kept.
    if (isTooLarge(entry)) writeHole(target, HOLE_BYTES);
    else
      await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(target, { flags: 'wx' }));
    return undefined;
  } catch (error) {
    if (isOfDisk(error)) throw error;
    if (isBegun) fs.rmSync(target, { force: true }); // A half of it is nobody's notebook.
    const { code, message } = error as NodeJS.ErrnoException;
    return OF_NAMES.has(code!)
      ? `its name cannot stand beside the others (${code})`
      : `it cannot be unpacked: ${message}`;
  }
}

const HOLE_BYTES = SUBMISSION_LIMIT_BYTES + 1;

/** True for an archive that was too large to be unpacked from the one around it. */
export function isHole(archive: string): boolean {
  const { size, blocks } = fs.statSync(archive);
  return size === HOLE_BYTES && blocks === 0;
}

const isTooLarge = ({ uncompressedSize }: Entry) => uncompressedSize > SUBMISSION_LIMIT_BYTES;

/** True for errors of the disk that is unpacked to: not of the names in an archive, nor of reading it. */
function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && syscall !== 'read' && !OF_NAMES.has(code!);
}

const OF_NAMES = new Set(['EEXIST', 'EINVAL', 'EISDIR', 'ENAMETOOLONG', 'ENOTDIR']);

/** No longer than file systems take: what stands at the end of a name tells what the file is. */
function shortName(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${Array.from(name).slice(0, 40).join('')}-${hash}${path.extname(name).slice(0, 8)}`;
}

/** In bytes. */
const LONGEST_NAME = 200;

/** A file of a size that takes no room. */
function writeHole(file: string, size: number): void {
  fs.writeFileSync(file, '');
  fs.truncateSync(file, size);
}
