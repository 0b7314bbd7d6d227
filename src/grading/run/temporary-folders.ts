import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isRunning } from '../../session/is-running.js';

/** What the names of gradlab's temporary folders begin with: the number of the process that makes them, and the namespace in which it
 * has that number. One that is killed cannot remove its own. */
export const temporaryPrefix = (place = os.tmpdir()): string =>
  path.join(place, `gradlab-${process.pid}-${namespace()}-`);

/** Where Linux has files that are in memory only. */
export const SHARED_MEMORY = '/dev/shm';

/** Removes the temporary folders of processes that are gone, as far as this one can tell: not those of another container that shares
 * the place. */
export function removeLeftovers(): void {
  for (const place of [os.tmpdir(), SHARED_MEMORY].filter((one) => fs.existsSync(one)))
    for (const name of fs.readdirSync(place)) {
      const [, pid, within] = /^gradlab-(\d+)-(\d+)-/.exec(name) ?? [];
      if (pid === undefined || within !== namespace() || isRunning(Number(pid))) continue;
      removeFolder(path.join(place, name));
    }
}

/** Removes a temporary folder, as far as that is possible: what stays is looked for by the next grading. */
export function removeFolder(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or made so that it stays.
  }
}

function namespace(): string {
  if (process.platform !== 'linux') return '0';
  return /\d+/.exec(fs.readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}
