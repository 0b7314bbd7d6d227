import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../session/make-folder.js';
import { buildExercise } from '../../grading/build/build-exercise.js';
import { loadDocument } from '../../grading/exercise/load-exercise.js';
import { CompilerProcess, workplaceFor } from '../../session/index.js';
import { packageJson, packGradlab, template, write, writeLockfile } from './package-files.js';

/** Notebooks, public checks, a packed gradlab, a workflow; no answers, no graders. */
export async function writeStudentFolder(folders: string[], out: string): Promise<void> {
  const slugs = folders.map((folder) => path.basename(folder));
  const titles = await writeNotebooks(folders, path.join(out, 'notebooks'));
  const packed = packGradlab(path.join(out, 'vendor'));
  write(out, 'README.md', template('release', 'README.md').replace('__TITLE__', titles.join(' · ')));
  write(out, '.github/workflows/check.yml', template('release', 'check.yml'));
  write(out, '.gitignore', 'node_modules/\n.ipynb_checkpoints/\n');
  const check = `gradlab check ${slugs.map((slug) => `notebooks/${slug}.ipynb`).join(' ')}`;
  write(out, 'package.json', packageJson({ check }, packed));
  writeLockfile(out);
}

async function writeNotebooks(folders: string[], notebooks: string): Promise<string[]> {
  const compiler = new CompilerProcess(workplaceFor(folders[0]));
  const titles: string[] = [];
  try {
    for (const folder of folders) {
      const { settings } = loadDocument(folder);
      titles.push(settings.title);
      for (const { file, text } of await buildExercise(folder, notebooks, compiler)) {
        if (!file.startsWith(notebooks)) continue; // Reference outputs stay here.
        makeFolder(path.dirname(file));
        fs.writeFileSync(file, text);
      }
      for (const file of settings.files) {
        makeFolder(path.dirname(path.join(notebooks, file)));
        fs.copyFileSync(path.join(folder, file), path.join(notebooks, file));
      }
    }
  } finally {
    compiler.close();
  }
  return titles;
}
