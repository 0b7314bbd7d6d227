import fs from 'node:fs';
import path from 'node:path';
import { isRunning } from '../../session/is-running.js';

/** Makes a folder elsewhere on the same disk, and puts it where it belongs when all of it is there. However this process ends,
 * nothing half made is left; what stood there before stays until then.
 * @param write Fills the folder that it is given. */
export async function inPlace(folder: string, write: (stage: string) => Promise<void>): Promise<void> {
  const parent = path.dirname(folder);
  fs.mkdirSync(parent, { recursive: true });
  removeAbandoned(folder);
  const stage = stageOf(folder, process.pid);
  const remove = () => fs.rmSync(stage, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  try {
    fs.mkdirSync(stage);
    await write(stage);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(stage, folder);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

const stageOf = (folder: string, pid: number | string) => `${folder}.part-${pid}`;

/** What a process that was killed has left. */
function removeAbandoned(folder: string): void {
  const parent = path.dirname(folder);
  const begin = path.basename(stageOf(folder, ''));
  for (const name of fs.readdirSync(parent)) {
    if (name.startsWith(begin) && !isRunning(Number(name.slice(begin.length))))
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}
