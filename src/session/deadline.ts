import fs from 'node:fs';

/** Calls back when a process has had its time. The time in which it was ready and had to wait for a processor does not
 * count, up to three times as much: a busy machine must not change a mark. */
export class Deadline {
  readonly #pid: number | undefined;
  readonly #startedMs = performance.now();
  readonly #before: ProcessorTime;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeoutMs `Infinity` for no end.
   * @param onTimeout Told whether the process has slept for most of the time: what it waited for may have been slow. */
  constructor(pid: number | undefined, timeoutMs: number, onTimeout: (slept: boolean) => void) {
    this.#pid = pid;
    this.#before = processorTime(pid);
    if (timeoutMs === Infinity) return;
    const look = () => {
      const { ranMs, waitedMs } = processorTime(this.#pid);
      const waited = Math.min(Math.max(0, waitedMs - this.#before.waitedMs), 3 * timeoutMs);
      const left = timeoutMs - (performance.now() - this.#startedMs - waited);
      if (left <= 1) onTimeout(ranMs - this.#before.ranMs < timeoutMs / 2);
      else this.#timer = setTimeout(look, left);
    };
    this.#timer = setTimeout(look, timeoutMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

interface ProcessorTime {
  /** On a processor. */
  ranMs: number;
  /** Ready, and waiting for one. */
  waitedMs: number;
}

/** Of a process's main thread so far; zeros where the system does not tell (only Linux does).
 * @see Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat */
function processorTime(pid: number | undefined): ProcessorTime {
  if (pid === undefined || process.platform !== 'linux') return { ranMs: 0, waitedMs: 0 };
  try {
    const [ran, waited] = fs.readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ').map(Number);
    return { ranMs: ran! / 1e6, waitedMs: waited! / 1e6 };
  } catch {
    return { ranMs: 0, waitedMs: 0 };
  }
}
