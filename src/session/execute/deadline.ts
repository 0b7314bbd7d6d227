import fs from 'node:fs';

/** Calls back when a process has had its time. The time in which it was ready and had to wait for a processor does not
 * count, up to three times as much: a busy machine must not change a mark. */
export class Deadline {
  readonly #pid: number | undefined;
  readonly #startedMs = performance.now();
  readonly #waitedBefore: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeoutMs `Infinity` for no end. */
  constructor(pid: number | undefined, timeoutMs: number, onTimeout: () => void) {
    this.#pid = pid;
    this.#waitedBefore = waitedForProcessorMs(pid);
    if (timeoutMs === Infinity) return;
    const look = () => {
      const elapsed = performance.now() - this.#startedMs;
      const waited = Math.min(waitedForProcessorMs(this.#pid) - this.#waitedBefore, 3 * timeoutMs);
      const left = timeoutMs - (elapsed - Math.max(0, waited));
      if (left <= 1) onTimeout();
      else this.#timer = setTimeout(look, left);
    };
    this.#timer = setTimeout(look, timeoutMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** How long a process's main thread was ready and did not run so far; 0 where the system does not tell (only Linux does).
 * @see Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat */
function waitedForProcessorMs(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    return Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
