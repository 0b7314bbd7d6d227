import fs from 'node:fs';

/** Resident memory of a process in MiB; 0 where the system does not tell (only Linux does) or the process is gone. */
export function residentMiB(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const pages = Number(fs.readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
