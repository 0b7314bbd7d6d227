import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { loadDocument } from '../grading/exercise/load-exercise.js';
import { nearestName } from '../lab/nearest-name.js';
import { fillNotebook, serializeNotebook } from '../notebook/index.js';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';
import { choice } from './options.js';
import { readText } from './read-file.js';

interface Options {
  output: string;
  from: string;
  task?: string[];
  graders?: string;
}

/** `gradlab fill`. */
export async function fill(slug: string, options: Options): Promise<number> {
  const from = choice('--from', options.from, ['starter', 'solution'] as const, nearestName);
  const [folder] = exerciseFolders(gradersFolder(options.graders), [slug]);
  const { document } = loadDocument(folder!);
  const tasks = document.cells.flatMap((cell) => cell.tasks);
  const answers = new Map((options.task ?? []).map((given) => readAnswer(given, tasks)));
  const text = serializeNotebook(fillNotebook(document, from, answers));
  makeFolder(path.dirname(path.resolve(options.output)));
  try {
    fs.writeFileSync(options.output, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${options.output} exists already: choose another name, so that no work is lost`);
  }
  process.stdout.write(`${options.output}\n`);
  return EXIT.passed;
}

function readAnswer(given: string, tasks: string[]): [string, string] {
  const [, task, file] = /^([^=]+)=(.+)$/.exec(given) ?? [];
  if (task === undefined || file === undefined) throw new UsageError(`--task takes ID=FILE: got "${given}"`);
  if (!tasks.includes(task)) {
    const near = nearestName(task, tasks);
    throw new UsageError(
      `There is no task "${task}"${near === undefined ? `: there are ${tasks.join(', ')}` : `: did you mean "${near}"?`}`,
    );
  }
  return [
    task,
    readText(file)
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n')
      .replace(/\s+$/, ''),
  ];
}
