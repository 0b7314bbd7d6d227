import fs from 'node:fs';

/** What a process uses. */
export interface Usage {
  residentMiB: number;
  threads: number;
}

/** Zeros where the system does not tell (only Linux does) or the process is gone.
 * @see proc(5), /proc/pid/stat */
export function usageOf(pid: number | undefined): Usage {
  if (pid === undefined || process.platform !== 'linux') return { residentMiB: 0, threads: 0 };
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the program's name, may hold anything but ends with the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { residentMiB: (Number(fields[21]) * 4096) / 2 ** 20, threads: Number(fields[17]) };
  } catch {
    return { residentMiB: 0, threads: 0 };
  }
}
