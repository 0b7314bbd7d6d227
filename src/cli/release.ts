import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';
import { writeGradescopeArchive } from './release/gradescope-archive.js';
import { writeInstructorFolder } from './release/instructor-folder.js';
import { mustBeEmpty, orNothing } from './release/new-folder.js';
import { writeStudentFolder } from './release/student-folder.js';

interface Options {
  output: string;
  instructor?: string;
  gradescope?: string;
  graders?: string;
}

/** `gradlab release`: notebooks, public checks, a packed gradlab, a workflow; no answers, no graders. Those go into the folder of the
 * instructor, if there is to be one. */
export async function release(slugs: string[], options: Options): Promise<number> {
  const folders = exerciseFolders(gradersFolder(options.graders), slugs);
  const { output, instructor, gradescope } = options;
  for (const place of [output, instructor]) if (place !== undefined) mustBeEmpty(place);
  if (instructor !== undefined && isWithin(instructor, output))
    throw new UsageError(`${instructor} lies in ${output}: students would get the graders`);
  if (gradescope !== undefined) mustBeArchive(gradescope, output, folders);
  await orNothing(output, (out) => writeStudentFolder(folders, out));
  process.stdout.write(`${output}\n`);
  if (instructor !== undefined) {
    await orNothing(instructor, (out) => writeInstructorFolder(folders, path.resolve(output), out));
    process.stdout.write(`${instructor}\n`);
  }
  if (gradescope !== undefined) {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-'));
    try {
      await writeGradescopeArchive(folders[0]!, path.resolve(output), scratch, gradescope);
    } finally {
      fs.rmSync(scratch, { recursive: true, force: true });
    }
    process.stdout.write(`${gradescope}\n`);
  }
  process.stderr.write(
    'Try it as a student would: copy the folder elsewhere, then npm ci && npm run check\n',
  );
  return EXIT.passed;
}

function mustBeArchive(file: string, output: string, folders: string[]): void {
  if (!file.endsWith('.zip'))
    throw new UsageError(`--gradescope takes the name of a .zip file: got "${file}"`);
  if (fs.existsSync(file))
    throw new UsageError(`${file} exists: name another, so that nothing is overwritten`);
  if (isWithin(file, output))
    throw new UsageError(`${file} lies in ${output}: students would get the graders`);
  if (folders.length > 1)
    throw new UsageError('An autograder of Gradescope grades one exercise: release one at a time');
}

function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(place));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
