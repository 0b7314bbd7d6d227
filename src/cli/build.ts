import fs from 'node:fs';
import path from 'node:path';
import { buildExercise, writeBuilt } from '../grading/build/build-exercise.js';
import { exerciseJsonSchema } from '../grading/exercise/exercise-schema.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import { exerciseFolders, gradersFolder, notebooksFolder } from './exercise-folders.js';
import { EXIT } from './exit-code.js';

interface Options {
  graders?: string;
  check?: boolean;
}

/** `gradlab build`. */
export async function build(slugs: string[], options: Options): Promise<number> {
  const graders = gradersFolder(options.graders);
  const folders = exerciseFolders(graders, slugs);
  const compiler = new CompilerProcess(workplaceFor(graders));
  const schema = path.join(graders, 'exercise.schema.json');
  const schemaText = `${JSON.stringify(exerciseJsonSchema(), null, 2)}\n`;
  const files = [
    {
      file: schema,
      text: schemaText,
      upToDate: fs.existsSync(schema) && fs.readFileSync(schema, 'utf8') === schemaText,
    },
  ];
  try {
    for (const folder of folders)
      files.push(...(await buildExercise(folder, notebooksFolder(graders), compiler)));
  } finally {
    compiler.close();
  }
  const stale = files.filter(({ upToDate }) => !upToDate);
  for (const { file } of stale)
    process.stdout.write(`${options.check ? 'stale' : 'written'}: ${path.relative(process.cwd(), file)}\n`);
  if (stale.length === 0)
    process.stdout.write(`Up to date: ${files.length} files of ${folders.length} exercises\n`);
  if (!options.check) writeBuilt(stale);
  else if (stale.length) process.stderr.write('Write them with: gradlab build\n');
  return options.check && stale.length ? EXIT.failed : EXIT.passed;
}
