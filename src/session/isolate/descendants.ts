import fs from 'node:fs';

/** Set in the environment of an executing process and inherited by all that it starts. */
export const MARK = 'GRADLAB_PROCESS';

/** Processes of this user that carry a mark in their environment, those in groups of their own included. Only Linux
 * tells; elsewhere the list is empty. A process that clears its environment is not found: only a real isolation level
 * is a boundary. */
export function markedProcesses(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${MARK}=${mark}\0`;
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environment(name).includes(wanted))
    .map(Number);
}

function environment(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return ''; // Another user's, or gone.
  }
}
