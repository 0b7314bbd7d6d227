import { COMPILER_MEMORY_MIB } from '../compile/compiler-process.js';
import type { Workplace } from '../compile/workplace.js';
import { hasImage, imagesAreUsed, makeImage, type ImageRecipe } from './image-store.js';
import { compilerImage, executorImage, threadsWorkInImages } from './images.js';

/** What tells the images of one session from those of another. */
export interface ImagedSession {
  workplace: Workplace;
  memoryMiB: number;
}

/** Makes those start-up images of a session's two processes that are not there yet: some seconds, once for each version of
 * Node and gradlab.
 * @returns How many have been made; none where `GRADLAB_IMAGES` is `off`.
 * @throws {Error} If they cannot be made; sessions then start without. */
export async function makeMissingImages(session: ImagedSession, signal?: AbortSignal): Promise<number> {
  const missing = imagesAreUsed() ? missingImages(session) : [];
  for (const recipe of missing) await makeImage(recipe, signal);
  return missing.length;
}

export function missingImages({ workplace, memoryMiB }: ImagedSession): ImageRecipe[] {
  const executors =
    workplace.editing && !threadsWorkInImages ? [] : [executorImage(workplace.modulesFrom, memoryMiB)];
  return [compilerImage(workplace, COMPILER_MEMORY_MIB), ...executors].filter((recipe) => !hasImage(recipe));
}
