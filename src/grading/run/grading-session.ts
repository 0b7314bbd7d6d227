import fs from 'node:fs/promises';
import path from 'node:path';
import { Session, workplaceFor } from '../../session/index.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { GraderError } from '../grader-error.js';
import type { GradingSettings } from '../settings.js';
import { GRADING_ENV } from './grading-env.js';
import { temporaryPrefix } from './temporary-folders.js';

/** A folder of its own for one submission, with the exercise's listed files from the release. */
export async function makeWorkingFolder(exercise: Exercise): Promise<string> {
  const folder = await fs.realpath(await fs.mkdtemp(temporaryPrefix()));
  for (const file of exercise.settings.files) {
    const target = path.join(folder, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.copyFile(path.join(exercise.folder, file), target);
  }
  return folder;
}

/** Starts a session for a submission (or for the solution).
 * @throws {GraderError} If the machine cannot. */
export async function startGradingSession(
  exercise: Exercise,
  folder: string,
  {
    compiler,
    seed,
    isolation,
    onSleepingTimeout,
  }: Pick<GradingSettings, 'compiler' | 'seed' | 'isolation' | 'onSleepingTimeout'>,
): Promise<Session> {
  const { cellTimeoutMs, memoryMiB, maxOutputBytes } = exercise.settings.limits;
  try {
    return await Session.start({
      workplace: workplaceFor(exercise.folder, { root: folder, files: exercise.settings.files }),
      cwd: folder,
      isolation,
      role: 'grading',
      env: { ...GRADING_ENV, HOME: folder, TMPDIR: folder },
      randomSeed: seed,
      compiler,
      onSleepingTimeout,
      limits: { cellTimeoutMs, memoryMiB, maxOutputBytes },
    });
  } catch (error) {
    throw new GraderError('cannot-start', (error as Error).message, { cause: error });
  }
}
