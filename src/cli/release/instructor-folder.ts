import fs from 'node:fs';
import path from 'node:path';
import { loadDocument } from '../../grading/exercise/load-exercise.js';
import { packageJson, template, write, writeLockfile } from './package-files.js';

/** Graders, a packed gradlab, and a workflow that grades a class with them.
 * @param students The folder of the students, made before. */
export function writeInstructorFolder(folders: string[], students: string, out: string): void {
  for (const folder of folders) {
    fs.cpSync(folder, path.join(out, 'graders', path.basename(folder)), { recursive: true });
  }
  fs.cpSync(path.join(students, 'vendor'), path.join(out, 'vendor'), { recursive: true });
  const [packed] = fs.readdirSync(path.join(out, 'vendor'));
  const titles = folders.map((folder) => loadDocument(folder).settings.title);
  write(out, 'README.md', template('instructor', 'README.md').replace('__TITLE__', titles.join(' · ')));
  write(out, '.github/workflows/grade.yml', template('instructor', 'grade.yml'));
  write(out, '.gitignore', 'node_modules/\nmarks/\n');
  write(
    out,
    'package.json',
    packageJson({ grade: 'gradlab grade submissions --out marks' }, `vendor/${packed}`),
  );
  writeLockfile(out);
}
