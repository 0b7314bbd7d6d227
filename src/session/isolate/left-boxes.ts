import fs from 'node:fs';
import { isRunning } from '../is-running.js';

/** In the environment of bubblewrap, not of what it starts: the process that has started it, and the namespace in which that has its
 * number. */
const STARTED_BY = 'GRADLAB_BOX_OF';

export const boxEnvironment = (): Record<string, string> => ({
  [STARTED_BY]: `${process.pid} ${namespace()}`,
});

/** Ends what bubblewrap has left of graders that were killed while it started a box: half of it waits for the other half for ever, before
 * anything runs in the box. */
export function endLeftBoxes(): void {
  if (process.platform !== 'linux') return;
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const [, grader, within] = STARTED.exec(environment(name)) ?? [];
    if (grader === undefined || within !== namespace() || isRunning(Number(grader))) continue;
    try {
      process.kill(Number(name), 'SIGKILL');
    } catch {
      // Gone, or another user's.
    }
  }
}

const STARTED = new RegExp(`(?:^|\0)${STARTED_BY}=(\\d+) ([^\0]+)`);

function environment(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return ''; // Another user's, or gone.
  }
}

const namespace = () => (process.platform === 'linux' ? fs.readlinkSync('/proc/self/ns/pid') : '');
