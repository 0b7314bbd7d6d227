import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../session/make-folder.js';
import yazl from 'yazl';
import { packageJson, template, write, writeLockfile } from './package-files.js';

/** An autograder as Gradescope takes it: the graders, a packed gradlab, what to install and what to run.
 * @param folder Of the exercise.
 * @param students The folder of the students, made before.
 * @param scratch An empty folder.
 * @param archive The zip file to write.
 * @see https://gradescope-autograders.readthedocs.io/en/latest/specs */
export async function writeGradescopeArchive(
  folder: string,
  students: string,
  scratch: string,
  archive: string,
): Promise<void> {
  const slug = path.basename(folder);
  fs.cpSync(folder, path.join(scratch, 'graders', slug), { recursive: true });
  fs.cpSync(path.join(students, 'vendor'), path.join(scratch, 'vendor'), { recursive: true });
  const [packed] = fs.readdirSync(path.join(scratch, 'vendor'));
  write(scratch, 'package.json', packageJson({}, `vendor/${packed}`));
  write(scratch, 'setup.sh', template('gradescope', 'setup.sh'));
  write(scratch, 'run_autograder', template('gradescope', 'run_autograder').replace('__SLUG__', slug));
  writeLockfile(scratch);
  const zip = new yazl.ZipFile();
  for (const name of filesBelow(scratch)) {
    const isProgram = name === 'setup.sh' || name === 'run_autograder';
    const metadataPath = name.split(path.sep).join('/');
    zip.addFile(path.join(scratch, name), metadataPath, { mode: isProgram ? 0o100755 : 0o100644 });
  }
  zip.end();
  makeFolder(path.dirname(path.resolve(archive)));
  await pipeline(zip.outputStream, fs.createWriteStream(archive));
}

function filesBelow(folder: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
}
