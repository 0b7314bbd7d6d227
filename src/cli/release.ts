import path from 'node:path';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';
import { writeInstructorFolder } from './release/instructor-folder.js';
import { mustBeEmpty, orNothing } from './release/new-folder.js';
import { writeStudentFolder } from './release/student-folder.js';

interface Options {
  output: string;
  instructor?: string;
  graders?: string;
}

/** `gradlab release`: notebooks, public checks, a packed gradlab, a workflow; no answers, no graders. Those go into the folder of the
 * instructor, if there is to be one. */
export async function release(slugs: string[], options: Options): Promise<number> {
  const folders = exerciseFolders(gradersFolder(options.graders), slugs);
  const { output, instructor } = options;
  for (const place of [output, instructor]) if (place !== undefined) mustBeEmpty(place);
  if (instructor !== undefined && isWithin(instructor, output))
    throw new UsageError(`${instructor} lies in ${output}: students would get the graders`);
  await orNothing(output, (out) => writeStudentFolder(folders, out));
  process.stdout.write(`${output}\n`);
  if (instructor !== undefined) {
    await orNothing(instructor, (out) => writeInstructorFolder(folders, path.resolve(output), out));
    process.stdout.write(`${instructor}\n`);
  }
  process.stderr.write(
    'Try it as a student would: copy the folder elsewhere, then npm ci && npm run check\n',
  );
  return EXIT.passed;
}

function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(place));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
