import fs from 'node:fs';
import path from 'node:path';
import { ArchiveError } from './archive-error.js';
import type { Submitter } from '../grading/result.js';
import { removeFolder } from '../grading/run/temporary-folders.js';
import { gradescopeSubmitters } from './gradescope-submitters.js';
import { attemptOf, submitterReader } from './submitter.js';
import { isHidden, isHole, OF_CLASS, OF_PERSON, unpack } from './unpack.js';

/** A submission found on disk, not yet read. */
export interface FoundSubmission {
  /** Unique in the batch: the student's name in what a course system has made, else the student's folder, or the file's
   * name without its ending. */
  name: string;
  /** The notebook; where a student's folder has none, the folder. */
  file: string;
  /** In bytes. */
  size: number;
  /** Why there is nothing to grade. */
  problem?: string;
  /** What went wrong with it that is no fault of the student's: it gets no result. */
  fault?: Error;
  /** Whose it is: the name before it was made unique. */
  student: string;
  /** Which try of the student's it is, where a course system has numbered them. */
  attempt?: number;
  /** The folder of what one person has handed in at once, where that is certain: an archive, what a course system has made, or a
   * folder whose names say so. */
  handIn?: string;
  /** What a course system says about the person. */
  submitter?: Submitter;
}

/** How submissions are looked for. */
interface Search {
  slugs: string[];
  scratch: string;
  onLeftOut: (whose: string, what: string) => void;
}

/** Finds submissions: a path is a notebook, a folder of notebooks, a folder with one folder per student, or a zip file of
 * either, as Canvas, Moodle and Gradescope give them. Links are not followed. In a student's folder the notebook named like
 * an exercise counts, if there is one; other notebooks beside it are left out. Attempts that a course system has
 * numbered are all found. A student's folder without a notebook is found, too, with the problem.
 * @param slugs The exercises' names.
 * @param scratch A folder for what archives hold: made where there are any, to be removed afterwards.
 * @param onLeftOut Called with what to tell the instructor where part of an archive is left out.
 * @returns In the order of the names.
 * @throws {ArchiveError} If a given archive cannot be opened; one that a student has handed in is that student's problem. */
export async function findSubmissions(
  paths: string[],
  slugs: string[],
  scratch: string,
  onLeftOut: Search['onLeftOut'] = () => {},
): Promise<FoundSubmission[]> {
  const search: Search = { slugs, scratch, onLeftOut };
  const found: FoundSubmission[] = [];
  for (const given of paths) {
    const stat = fs.statSync(given);
    if (stat.isDirectory()) found.push(...(await inFolder(given, search)));
    // A pipe may never say anything, a device for ever.
    else if (!stat.isFile())
      found.push(without(stemOf(path.resolve(given)), given, 'This is a pipe or a device, and no file'));
    else if (isArchive(given)) {
      const folder = newFolder(scratch);
      try {
        const leftOut = new Map<string, Map<string, string>>();
        for (const [name, why] of await unpack(given, folder, OF_CLASS)) {
          const top = name.split('/')[0]!;
          leftOut.set(top, (leftOut.get(top) ?? new Map<string, string>()).set(name, why));
        }
        for (const [top, entries] of leftOut) onLeftOut(top, toldLeftOut(given, entries));
      } catch (error) {
        if (error instanceof ArchiveError) error.message = `${given}: ${error.message}`;
        throw error;
      }
      found.push(...(await inFolder(folder, search)));
    } else found.push(notebook(stemOf(path.resolve(given)), given));
  }
  const byPlace = [...new Map(found.map((one) => [path.resolve(one.file), one])).values()];
  return withUniqueNames(
    byPlace.sort((a, b) => compareText(a.name, b.name) || compareText(a.file, b.file)),
  ).sort((a, b) => compareText(a.name, b.name));
}

async function inFolder(folder: string, search: Search): Promise<FoundSubmission[]> {
  const { slugs } = search;
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const people = gradescopeSubmitters(folder);
  const submitterOf = submitterReader(
    entries.map((entry) => (entry.isFile() ? stemOf(entry.name) : entry.name)),
  );
  const personOf = (name: string): Submitter | undefined => {
    const named = submitterOf(name);
    return people.get(name) ?? (named && { name: named.student, id: named.id });
  };
  const nameOf = (name: string) => personOf(name)?.name ?? name;
  const isOf = (name: string, found: FoundSubmission[]) => {
    const submitter = personOf(name);
    return submitter ? found.map((one) => ({ ...one, submitter })) : found;
  };
  const loose = entries.filter(isNotebook).map(({ name }): FoundSubmission => {
    const stem = stemOf(name);
    const submitter = submitterOf(stem);
    const [found] = isOf(stem, [notebook(nameOf(stem), path.join(folder, name))]) as [FoundSubmission];
    return submitter?.file === undefined ? found : { ...found, attempt: attemptOf(submitter.file, slugs) };
  });
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !isHidden(entry.name) && !holdsResults(path.join(folder, entry.name)),
  );
  const perStudent: FoundSubmission[] = [];
  for (const { name } of folders) {
    const own = path.join(folder, name);
    const handIn = personOf(name) ? { handIn: own } : {};
    const all = await ofStudent(nameOf(name), own, search);
    perStudent.push(...isOf(name, all).map((one) => ({ ...handIn, ...one })));
  }
  for (const { name } of entries.filter((entry) => entry.isFile() && isArchive(entry.name))) {
    const stem = stemOf(name);
    const file = submitterOf(stem)?.file;
    const attempt = file === undefined ? {} : { attempt: attemptOf(file, slugs) };
    const all = await ofArchive(nameOf(stem), path.join(folder, name), search);
    loose.push(...isOf(stem, all).map((one) => ({ ...one, ...attempt })));
  }
  // Beside notebooks, or where no folder has one, a folder without any is no student's.
  const classroom = loose.length === 0 && perStudent.some(({ problem }) => problem === undefined);
  return [
    ...loose,
    ...perStudent.filter(({ problem, fault }) => problem === undefined || fault !== undefined || classroom),
  ];
}

async function ofStudent(name: string, folder: string, search: Search): Promise<FoundSubmission[]> {
  const { slugs } = search;
  let archive: string | undefined;
  try {
    const files = filesBelow(folder);
    const counting = countingOf(files, slugs);
    const handIn = areDrafts(counting, folder, slugs) ? { handIn: folder } : {};
    if (counting.length) return counting.map((file) => ({ ...notebook(name, file), ...handIn }));
    [archive] = files;
  } catch (error) {
    return [without(name, folder, whyUnread('folder', folder, error))];
  }
  if (archive !== undefined) return await ofArchive(name, archive, search);
  return [
    without(
      name,
      folder,
      'There is no notebook (.ipynb) in this folder (a link to one does not count): hand in the file itself',
    ),
  ];
}

/** The notebooks that are named like an exercise; all of them where none is. */
function countingOf(files: string[], slugs: string[]): string[] {
  const notebooks = files.filter((file) => !isArchive(file));
  const named = notebooks.filter((file) => slugs.includes(stemOf(file)));
  return named.length ? named : notebooks;
}

/** Notebooks of a folder are one person's where their names say so: what lies deeper has been put aside, and what lies at the top is named
 * like an exercise, or differs by the number of a copy alone. Otherwise it may be the folder of a group. */
function areDrafts(notebooks: string[], folder: string, slugs: string[]): boolean {
  const inFolder = notebooks.map((file) => path.relative(folder, file).split(path.sep));
  const stems = inFolder.filter(({ length }) => length === 1).map(([file]) => stemOf(file!));
  return (
    inFolder.every(([first, ...below]) => below.length === 0 || PUT_ASIDE.test(first!)) &&
    (stems.every((stem) => slugs.includes(stem)) ||
      new Set(stems.map((stem) => stem.replace(COPY_NUMBER, ''))).size === 1)
  );
}

const PUT_ASIDE = /^(old|older|previous|drafts?|backups?|bak|archived?|copy|copies|versions?|te?mp|trash)$/i;
/** Of Jupyter, browsers and file managers. */
const COPY_NUMBER = /(-Copy\d+| ?\(\d+\)| - Copy| copy( \d+)?)+$/;

/** What a student has handed in as an archive. Whatever goes wrong with it costs nobody else anything. */
async function ofArchive(
  name: string,
  archive: string,
  { slugs, scratch, onLeftOut }: Search,
): Promise<FoundSubmission[]> {
  let folder: string | undefined;
  try {
    if (isHole(archive)) throw new ArchiveError('It is larger than 64 MiB: hand in the notebook alone');
    folder = newFolder(scratch);
    const leftOut = await unpack(archive, folder, OF_PERSON);
    const counting = countingOf(filesBelow(folder), slugs);
    if (counting.length === 0) {
      const none = `There is no notebook (.ipynb) in the archive ${path.basename(archive)}`;
      return [without(name, archive, leftOut.size ? `${none} but ${listOf(leftOut)}` : none)];
    }
    if (leftOut.size) onLeftOut(name, toldLeftOut(archive, leftOut));
    const handIn = folder;
    return counting.map((file) => ({ ...notebook(name, file), handIn }));
  } catch (error) {
    if (folder !== undefined) removeFolder(folder);
    const { message } = error as Error;
    const refused = without(name, archive, `The archive ${path.basename(archive)} is refused. ${message}`);
    return [error instanceof ArchiveError ? refused : { ...refused, fault: error as Error }];
  }
}

const toldLeftOut = (archive: string, leftOut: Map<string, string>) =>
  `left out of ${path.basename(archive)}: ${listOf(leftOut)}`;

function listOf(leftOut: Map<string, string>): string {
  const told = [...leftOut].slice(0, 3).map(([entry, why]) => `${entry} (${why})`);
  return `${told.join(', ')}${leftOut.size > 3 ? `, and ${leftOut.size - 3} more` : ''}`;
}

const without = (name: string, file: string, problem: string): FoundSubmission => ({
  name,
  student: name,
  file,
  size: 0,
  problem,
});

function newFolder(scratch: string): string {
  fs.mkdirSync(scratch, { recursive: true });
  return fs.mkdtempSync(path.join(scratch, 'archive-'));
}

/** Notebooks and archives. */
function filesBelow(folder: string, depth = 0): string[] {
  if (depth > 8) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return isHidden(entry.name) ? [] : filesBelow(full, depth + 1);
    return isNotebook(entry) || (entry.isFile() && isArchive(entry.name)) ? [full] : [];
  });
}

/** The folder that `--out` names may lie among the submissions: known by what gradlab has written, and by having no
 * notebooks. So may one of such folders. A student's folder may hold anything. */
function holdsResults(folder: string): boolean {
  return isOfResults(folder) || holdsFoldersOfResults(folder);
}

function holdsFoldersOfResults(folder: string): boolean {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return (
      entries.length > 0 &&
      entries.every((entry) => entry.isDirectory() && isOfResults(path.join(folder, entry.name)))
    );
  } catch {
    return false; // Its problem is told where it is looked for notebooks.
  }
}

function isOfResults(folder: string): boolean {
  const isOurs =
    /^\[\s*(\]|\{\s*"schemaVersion")/.test(beginning(path.join(folder, 'results.json'))) ||
    /^\{"key":"[0-9a-f]{64}"/.test(beginning(path.join(folder, 'journal.jsonl')));
  try {
    return isOurs && filesBelow(folder).length === 0;
  } catch {
    return false; // As above.
  }
}

/** Of a file; empty where there is none. */
function beginning(file: string): string {
  try {
    if (!fs.lstatSync(file).isFile()) return '';
    const handle = fs.openSync(file, 'r');
    const bytes = Buffer.alloc(100);
    const length = fs.readSync(handle, bytes);
    fs.closeSync(handle);
    return bytes.toString('utf8', 0, length);
  } catch {
    return '';
  }
}

const isNotebook = (entry: fs.Dirent) =>
  entry.isFile() && /\.ipynb$/i.test(entry.name) && !isHidden(entry.name);

const isArchive = (name: string) => /\.zip$/i.test(name) && !isHidden(path.basename(name));

/** Name of a file that may be handed in, without its ending: some systems write it in capitals. */
export const stemOf = (file: string): string => path.basename(file).replace(/\.(ipynb|zip)$/i, '');

function notebook(name: string, file: string): FoundSubmission {
  try {
    return { name, student: name, file, size: fs.statSync(file).size };
  } catch (error) {
    return without(name, file, whyUnread('file', file, error));
  }
}

/** Names from before UTF-8, as old archivers leave them, are read as something that is not there. */
function whyUnread(what: string, place: string, error: unknown): string {
  return place.includes('\uFFFD')
    ? `The name of the ${what} is not in UTF-8: give it another one and grade again`
    : `The ${what} cannot be read: ${(error as Error).message}`;
}

/** Adds -2, -3, … to a name that has been taken; never a name that somebody else really has. */
export function withUniqueNames<Found extends FoundSubmission>(found: Found[]): Found[] {
  const theirs = new Set(found.map(({ student }) => student));
  const taken = new Set<string>();
  return found.map((one) => {
    let name = one.student;
    for (let count = 2; taken.has(name) || (name !== one.student && theirs.has(name)); count++)
      name = `${one.student}-${count}`;
    taken.add(name);
    return { ...one, name };
  });
}

/** By code units, so that every machine agrees. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
