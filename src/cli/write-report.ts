import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { isOwnReport } from './own-files.js';

/** Writes a report. What lies there already is an earlier report of the same kind, and replaced; anything else, an instructor's roster
 * say, is kept under another name, and that is told. */
export function writeReport(file: string, text: string): void {
  makeFolder(path.dirname(path.resolve(file)));
  const earlier = textAt(file);
  if (earlier === text) return;
  if (earlier !== undefined && !isOwnReport(earlier)) keepAside(file);
  replaceFile(file, text);
}

/** Writes a file that is whole at any moment: the earlier one or the new one. */
export function replaceFile(file: string, text: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat && !stat.isFile()) return fs.writeFileSync(file, text);
  const place = stat ? fs.realpathSync(file) : file;
  const unfinished = `${place}.new`;
  try {
    fs.writeFileSync(unfinished, text);
    fs.renameSync(unfinished, place);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Gives a file that is somebody else's another name, and tells it. */
export function keepAside(file: string): void {
  const kept = unusedName(file);
  fs.renameSync(file, kept);
  process.stderr.write(`${file} was there already: it is kept as ${kept}\n`);
}

/** Nothing where there is no file, but for example a device. */
function textAt(file: string): string | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(file, 'utf8') : undefined;
}

function unusedName(file: string): string {
  const { dir, name, ext } = path.parse(file);
  for (let n = 1; ; n++) {
    const other = path.join(dir, `${name}.before-${n}${ext}`);
    if (!fs.existsSync(other)) return other;
  }
}
