import type { ChildProcess } from 'node:child_process';
import { markedProcesses } from './descendants.js';

/** A process that executes cells, as the system knows it. None outlives this process, whatever ends it. */
export class ExecutorProcess {
  readonly child: ChildProcess;
  /** In the environment of the process and of all that it starts, where no box holds them. */
  readonly #mark: string | undefined;
  /** Of the process that runs the cells, where that is not the child itself. */
  #boxed: number | undefined;
  readonly #isBoxed: boolean;
  /** Folders in memory that only the process sees: a box has such. */
  readonly places: readonly string[];

  /** @param mark Finds what the process has started.
   * @param boxed Number of the process inside the box whose outer end `child` is.
   * @param places Where a box can write. */
  constructor(
    child: ChildProcess,
    {
      mark,
      boxed,
      places = [],
    }: { mark?: string; boxed?: Promise<number | undefined>; places?: readonly string[] },
  ) {
    this.child = child;
    this.places = places;
    this.#mark = mark;
    this.#isBoxed = boxed !== undefined;
    void boxed?.then((pid) => (this.#boxed = pid));
    if (live.size === 0) process.on('exit', killLive);
    live.add(this);
    child.once('exit', () => {
      live.delete(this);
      this.#boxed = undefined;
      if (live.size === 0) process.off('exit', killLive);
    });
  }

  /** Of the process that runs the cells; nothing while it is not known. */
  get pid(): number | undefined {
    return this.#isBoxed ? this.#boxed : this.child.pid;
  }

  /** Ends the process and everything that it has started. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      this.child.kill('SIGKILL');
      return;
    }
    // The first process of a box takes all others with it.
    if (this.#boxed !== undefined) kill(this.#boxed);
    kill(-pid);
    // Those that left the group. A few rounds, since they may be starting others.
    for (let round = 0; round < 5; round++) if (this.#killMarked() === 0) return;
  }

  /** Ends what the process has started, where the system tells what that is. */
  killPrograms(): void {
    this.#killMarked();
  }

  #killMarked(): number {
    if (this.#mark === undefined) return 0;
    const left = markedProcesses(this.#mark).filter((pid) => pid !== this.child.pid);
    left.forEach(kill);
    return left.length;
  }
}

const live = new Set<ExecutorProcess>();

function killLive(): void {
  for (const executor of live) executor.kill();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
