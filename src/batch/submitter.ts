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

/** Reads the names of one folder. Part of a name is the student's to choose, and may look like another system's form with somebody
 * else's number in it; in what a system has made, all names have its own form.
 * @param names All of the folder.
 * @returns Gives nothing for names that follow no course system. */
export function submitterReader(names: readonly string[]): (name: string) => NamedSubmitter | undefined {
  const forms = [CANVAS, MOODLE];
  const formed = names.filter((name) => forms.some((form) => form.test(name)));
  const common = forms.find((form) => formed.every((name) => form.test(name)));
  return (name) => {
    const { student, id, file } = (common ?? forms.find((form) => form.test(name)))?.exec(name)?.groups ?? {};
    if (student === undefined || id === undefined) return undefined;
    return file === undefined ? { student, id } : { student, id, file };
  };
}

/** Which try it is: course systems and browsers number them, `01-mean-1.ipynb`, `01-mean (2).ipynb`,
 * `01-mean-Copy1.ipynb`; 0 for none.
 * @param slugs The exercises' names, which may end with numbers of their own. */
export function attemptOf(file: string, slugs: string[]): number {
  const stem = file.replace(/\.ipynb$/i, '');
  if (slugs.includes(stem)) return 0;
  return Number(/(?:-Copy|-| ?\()(\d{1,3})\)?$/u.exec(stem)?.[1] ?? 0);
}
