import fs from 'node:fs';

/** Calls back when a process has had its time. The time in which it was ready and had to wait for a processor does not
 * count, up to three times as much: a busy machine must not change a mark, nor which limit code runs into first. */
export class Deadline {
  readonly #pid: number | undefined;
  readonly #startedMs = performance.now();
  #before = NONE;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeoutMs `Infinity` for no end.
   * @param onTimeout Told whether the process has slept for most of the time: what it waited for may have been slow. */
  constructor(pid: number | undefined, timeoutMs: number, onTimeout: (slept: boolean) => void) {
    this.#pid = pid;
    if (timeoutMs === Infinity) return;
    const settle = () => {
      this.#before = processorTime(pid);
      this.#timer = setTimeout(look, timeoutMs - (performance.now() - this.#startedMs));
    };
    const look = () => {
      const elapsedMs = performance.now() - this.#startedMs;
      const used = since(this.#before, processorTime(this.#pid));
      const left = timeoutMs - elapsedMs + Math.min(waitedMs(elapsedMs, used), 3 * timeoutMs);
      if (left <= 1) onTimeout(used.ranMs < timeoutMs / 2);
      else this.#timer = setTimeout(look, left);
    };
    this.#timer = setTimeout(settle, Math.min(SETTLED_MS, timeoutMs / 10));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** Most of what has a deadline is over by then, and costs no look at the system's files. */
const SETTLED_MS = 50;

interface ProcessorTime {
  /** The main thread on a processor. */
  ranMs: number;
  /** The main thread ready, and waiting for one. */
  waitedMs: number;
  /** The same of all other threads together. */
  othersWaitedMs: number;
}

/** How long a process had to wait for a processor. While its main thread sleeps, it may be waiting for a thread that does: V8 collects
 * garbage with several. */
export function waitedMs(
  elapsedMs: number,
  { ranMs, waitedMs: waited, othersWaitedMs }: ProcessorTime,
): number {
  const sleptMs = Math.max(0, elapsedMs - ranMs - waited);
  return waited + Math.min(sleptMs, othersWaitedMs);
}

function since(before: ProcessorTime, now: ProcessorTime): ProcessorTime {
  const grown = (key: keyof ProcessorTime) => Math.max(0, now[key] - before[key]); // Threads end, and a process is gone.
  return { ranMs: grown('ranMs'), waitedMs: grown('waitedMs'), othersWaitedMs: grown('othersWaitedMs') };
}

const NONE: ProcessorTime = { ranMs: 0, waitedMs: 0, othersWaitedMs: 0 };

/** Of a process so far; zeros where the system does not tell (only Linux does).
 * @see Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat */
function processorTime(pid: number | undefined): ProcessorTime {
  if (pid === undefined || process.platform !== 'linux') return NONE;
  try {
    const others = fs.readdirSync(`/proc/${pid}/task`).filter((thread) => Number(thread) !== pid);
    const waits = others.map((thread) => scheduled(`/proc/${pid}/task/${thread}`).waitedMs);
    return { ...scheduled(`/proc/${pid}`), othersWaitedMs: waits.reduce((sum, ms) => sum + ms, 0) };
  } catch {
    return NONE;
  }
}

function scheduled(of: string): { ranMs: number; waitedMs: number } {
  const [ran, waited] = fs.readFileSync(`${of}/schedstat`, 'latin1').split(' ').map(Number);
  return { ranMs: ran! / 1e6, waitedMs: waited! / 1e6 };
}
