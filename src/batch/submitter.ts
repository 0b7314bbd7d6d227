/** What the name of a file or folder says in the archives that course systems make. */
export interface NamedSubmitter {
  student: string;
  /** The student's number in Canvas, the participant's in Moodle. */
  id: string;
  /** What the student has called the file, where the name holds it. */
  file?: string;
}

/** Canvas: `lovelaceada_LATE_1234_98765_01-mean-1.ipynb`; names without spaces, then the numbers of the student and of the
 * submission. An anonymous one begins with `anon`.
 * @see https://github.com/instructure/canvas-lms, lib/content_zipper.rb */
const CANVAS = /^(?<student>[^_]+)(?:_LATE)?_(?<id>\d+)_\d+_(?<file>.+)$/u;

/** Moodle: `Ada Lovelace_1234_assignsubmission_file_`, a folder, or the same with the file's name after it.
 * @see https://github.com/moodle/moodle, mod/assign/locallib.php, download_submissions */
const MOODLE = /^(?<student>.+?)_(?<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?<file>.+)?)?$/u;

/** @returns Nothing for names that follow no course system. */
export function submitterOf(name: string): NamedSubmitter | undefined {
  const { student, id, file } = (MOODLE.exec(name) ?? CANVAS.exec(name))?.groups ?? {};
  if (student === undefined || id === undefined) return undefined;
  return file === undefined ? { student, id } : { student, id, file };
}

/** Which try it is: course systems and browsers number them, `01-mean-1.ipynb`, `01-mean (2).ipynb`; 0 for none.
 * @param slugs The exercises' names, which may end with numbers of their own. */
export function attemptOf(file: string, slugs: string[]): number {
  const stem = file.replace(/\.ipynb$/i, '');
  if (slugs.includes(stem)) return 0;
  return Number(/(?:-| ?\()(\d{1,3})\)?$/u.exec(stem)?.[1] ?? 0);
}
