import { createRequire } from 'node:module';
import path from 'node:path';
import { createJiti } from 'jiti';
import { ExerciseError } from '../../notebook/index.js';
import { gradlabRoot } from '../../session/index.js';

const requireHere = createRequire(import.meta.url);

const own = (file: string) => path.join(gradlabRoot, 'dist', file);

/** Imports a TypeScript module of an exercise's author into this process. `gradlab` means this very gradlab, also
 * where the exercise lies in a folder without packages. Never used on anything that a student wrote.
 * @throws {ExerciseError} If it does not load. */
export async function importTypeScript(file: string): Promise<Record<string, unknown>> {
  const jiti = createJiti(file, {
    fsCache: false,
    interopDefault: false,
    alias: {
      'gradlab/grading': own('grading/index.js'),
      gradlab: own('index.js'),
      '@tensorflow/tfjs': requireHere.resolve('@tensorflow/tfjs'),
    },
  });
  try {
    return await jiti.import<Record<string, unknown>>(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ExerciseError([{ file, message: `This module does not load: ${message}` }], { cause: error });
  }
}
