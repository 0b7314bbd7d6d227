import fs from 'node:fs';
import path from 'node:path';

/** A submission found on disk, not yet read. */
export interface FoundSubmission {
  /** Unique in the batch: the student's folder, or the file's name without its ending. */
  name: string;
  /** The notebook; where a student's folder has none, the folder. */
  file: string;
  /** In bytes. */
  size: number;
  /** Why there is nothing to grade. */
  problem?: string;
}

/** Finds submissions: a path is a notebook, a folder of notebooks, or a folder with one folder per student. Links are
 * not followed. In a student's folder the notebook named like an exercise counts, if there is one; other notebooks
 * beside it are left out. A student's folder without a notebook is found, too, with the problem.
 * @param slugs The exercises' names.
 * @returns In the order of the names. */
export function findSubmissions(paths: string[], slugs: string[]): FoundSubmission[] {
  const found = paths.flatMap((given) => {
    const stat = fs.statSync(given);
    return stat.isDirectory()
      ? inFolder(given, slugs)
      : [{ name: path.basename(path.resolve(given), '.ipynb'), file: given, size: stat.size }];
  });
  const byPlace = [...new Map(found.map((one) => [path.resolve(one.file), one])).values()];
  return withUniqueNames(
    byPlace.sort((a, b) => compareText(a.name, b.name) || compareText(a.file, b.file)),
  ).sort((a, b) => compareText(a.name, b.name));
}

function inFolder(folder: string, slugs: string[]): FoundSubmission[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const loose = entries
    .filter(isNotebook)
    .map((entry) => notebook(path.basename(entry.name, '.ipynb'), path.join(folder, entry.name)));
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !isHidden(entry.name) && !holdsResults(path.join(folder, entry.name)),
  );
  const perStudent = folders.flatMap(({ name }) => ofStudent(name, path.join(folder, name), slugs));
  // Beside notebooks, or where no folder has one, a folder without any is no student's.
  const classroom = loose.length === 0 && perStudent.some(({ problem }) => problem === undefined);
  return [...loose, ...perStudent.filter(({ problem }) => problem === undefined || classroom)];
}

function ofStudent(name: string, folder: string, slugs: string[]): FoundSubmission[] {
  try {
    const files = notebooksBelow(folder);
    const named = files.filter((file) => slugs.includes(path.basename(file, '.ipynb')));
    if (files.length) return (named.length ? named : files).map((file) => notebook(name, file));
  } catch (error) {
    return [
      { name, file: folder, size: 0, problem: `The folder cannot be read: ${(error as Error).message}` },
    ];
  }
  return [
    {
      name,
      file: folder,
      size: 0,
      problem:
        'There is no notebook (.ipynb) in this folder: links are not followed, archives are not opened',
    },
  ];
}

function notebooksBelow(folder: string, depth = 0): string[] {
  if (depth > 8) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return isHidden(entry.name) ? [] : notebooksBelow(full, depth + 1);
    return isNotebook(entry) ? [full] : [];
  });
}

/** The folder that `--out` names may lie among the submissions. */
const holdsResults = (folder: string) =>
  ['results.json', 'journal.jsonl'].some((name) => fs.existsSync(path.join(folder, name)));

const isNotebook = (entry: fs.Dirent) =>
  entry.isFile() && entry.name.endsWith('.ipynb') && !isHidden(entry.name);

const isHidden = (name: string) => name.startsWith('.') || name === 'node_modules';

function notebook(name: string, file: string): FoundSubmission {
  return { name, file, size: fs.statSync(file).size };
}

/** Adds -2, -3, … to a name that has been taken. */
function withUniqueNames(found: FoundSubmission[]): FoundSubmission[] {
  const taken = new Set<string>();
  return found.map((one) => {
    let { name } = one;
    for (let count = 2; taken.has(name); count++) name = `${one.name}-${count}`;
    taken.add(name);
    return { ...one, name };
  });
}

/** By code units, so that every machine agrees. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
