import fs from 'node:fs';

/** What a process uses. */
export interface Usage {
  residentMiB: number;
  threads: number;
  /** In its own folders in memory: their size is limited, and what an empty file takes of the system's memory is not. */
  files: number;
}

/** Zeros where the system does not tell (only Linux does) or the process is gone.
 * @param places Folders in memory that only the process sees.
 * @see proc(5), /proc/pid/stat */
export function usageOf(pid: number | undefined, places: readonly string[]): Usage {
  if (pid === undefined || process.platform !== 'linux') return { residentMiB: 0, threads: 0, files: 0 };
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the program's name, may hold anything but ends with the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      residentMiB: (Number(fields[21]) * 4096) / 2 ** 20,
      threads: Number(fields[17]),
      files: places.reduce((sum, place) => sum + filesIn(`/proc/${pid}/root${place}`), 0),
    };
  } catch {
    return { residentMiB: 0, threads: 0, files: 0 };
  }
}

/** Of the whole file system that the folder is in. */
function filesIn(folder: string): number {
  const { files, ffree } = fs.statfsSync(folder);
  return files - ffree;
}
