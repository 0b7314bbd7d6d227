import fs from 'node:fs';
import path from 'node:path';

/** A submission found on disk, not yet read. */
export interface FoundSubmission {
  /** Unique in the batch: the student's folder, or the file's name without its ending. */
  name: string;
  file: string;
  /** In bytes. */
  size: number;
}

/** Finds submissions: a path is a notebook, a folder of notebooks, or a folder with one folder per student. Links are
 * not followed. In a student's folder the notebook named like an exercise counts, if there is one; other notebooks
 * beside it are left out.
 * @param slugs The exercises' names.
 * @returns In the order of the names. */
export function findSubmissions(paths: string[], slugs: string[]): FoundSubmission[] {
  const found = paths.flatMap((given): FoundSubmission[] => {
    const stat = fs.statSync(given);
    if (stat.isFile()) return [submission(path.basename(given, '.ipynb'), given)];
    return inFolder(given, slugs);
  });
  return withUniqueNames(found.sort((a, b) => compareText(a.name, b.name) || compareText(a.file, b.file)));
}

function inFolder(folder: string, slugs: string[]): FoundSubmission[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const loose = entries.filter(isNotebook).map((entry) => submission(path.basename(entry.name, '.ipynb'), path.join(folder, entry.name)));
  const perStudent = entries.filter((entry) => entry.isDirectory() && !isHidden(entry.name)).flatMap((entry) => {
    const files = notebooksBelow(path.join(folder, entry.name));
    const named = files.filter((file) => slugs.includes(path.basename(file, '.ipynb')));
    return (named.length ? named : files).map((file) => submission(entry.name, file));
  });
  return [...loose, ...perStudent];
}

function notebooksBelow(folder: string, depth = 0): string[] {
  if (depth > 8) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return isHidden(entry.name) ? [] : notebooksBelow(full, depth + 1);
    return isNotebook(entry) ? [full] : [];
  });
}

const isNotebook = (entry: fs.Dirent) => entry.isFile() && entry.name.endsWith('.ipynb');

const isHidden = (name: string) => name.startsWith('.') || name === 'node_modules';

function submission(name: string, file: string): FoundSubmission {
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
