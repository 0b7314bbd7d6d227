import fs from 'node:fs/promises';
import path from 'node:path';
import { Session, workplaceFor } from '../../session/index.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { GraderError } from '../grader-error.js';
import type { GradingSettings } from '../settings.js';
import { boxCopies } from './box-copies.js';
import { GRADING_ENV } from './grading-env.js';
import { temporaryPrefix } from './temporary-folders.js';

/** A session, and the folder that goes with it: what one process has written must not reach the next, where other answers may stand. */
export interface GradingSession {
  session: Session;
  close(): Promise<void>;
}

/** Starts a session for a submission (or for the solution), with the exercise's listed files from the release.
 * @param seesReferences Reference answers stand beside a student's code: it finds nothing where it could leave a note.
 * @throws {GraderError} If the machine cannot. */
export async function startGradingSession(
  exercise: Exercise,
  {
    compiler,
    seed,
    isolation,
    onSleepingTimeout,
  }: Pick<GradingSettings, 'compiler' | 'seed' | 'isolation' | 'onSleepingTimeout'>,
  seesReferences = false,
): Promise<GradingSession> {
  const { cellTimeoutMs, memoryMiB, maxOutputBytes } = exercise.settings.limits;
  const folder = await fs.realpath(await fs.mkdtemp(temporaryPrefix()));
  // Code at the levels `node` and `process` can leave what cannot be removed: folders without rights, or too deep for a path.
  const remove = () => fs.rm(folder, { recursive: true, force: true }).catch(() => {});
  try {
    await copyFiles(exercise, folder);
    const session = await Session.start({
      workplace: workplaceFor(exercise.folder, { root: folder, files: exercise.settings.files }),
      cwd: folder,
      isolation,
      boxCopies: seesReferences && isolation === 'bubblewrap' ? boxCopies() : undefined,
      role: 'grading',
      env: { ...GRADING_ENV, HOME: folder, TMPDIR: folder },
      randomSeed: seed,
      compiler,
      onSleepingTimeout,
      limits: { cellTimeoutMs, memoryMiB, maxOutputBytes },
    });
    const close = async () => {
      await session.close();
      await remove();
    };
    return { session, close };
  } catch (error) {
    await remove();
    throw new GraderError('cannot-start', (error as Error).message, { cause: error });
  }
}

async function copyFiles({ folder: from, settings }: Exercise, to: string): Promise<void> {
  for (const file of settings.files) {
    const target = path.join(to, file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.copyFile(path.join(from, file), target);
  }
}
