import { createRequire } from 'node:module';
import os from 'node:os';
import type { Worker } from 'node:worker_threads';
import { kernelModule, type KernelName, type Kernels } from './kernels.js';

const requireHere = createRequire(import.meta.url);

/** Where the two threads find what they tell each other. */
const enum Slot {
  /** The thread is up. */
  Ready,
  /** How many calls there have been. */
  Called,
  /** How many of them are done. */
  Done,
  /** Of the kernel's name. */
  Name,
  ArgumentCount,
  Arguments,
}
const SLOTS = 32;

/** So often a thread looks for news before it lets the system put it to sleep: a fifth of a millisecond, as long as the
 * other one is busy between two kernels. */
const LOOKS = 20_000;

/** After a call for which the second thread was not given a processor in time, the first one does so many alone. */
const CALLS_ALONE = 100;

/** A thread that takes over half of a kernel's work, on the same memory. While it is not up, and where there can be none, the
 * first thread does all the work; results are the same.
 *
 * There is one at a time, for whoever trains last: an interrupt may leave one behind that nobody uses any more. */
export class SecondThread {
  readonly #kernels: Kernels;
  /** Of the kernels: a call tells the second thread which by number. */
  readonly #names: readonly string[];
  readonly #slots = new Int32Array(new SharedArrayBuffer(4 * SLOTS));
  #calls = 0;
  /** So many calls are left to the first thread. */
  #alone = 0;
  #worker: Worker | undefined;
  #isStopped = false;

  constructor(kernels: Kernels, memory: WebAssembly.Memory) {
    this.#kernels = kernels;
    this.#names = Object.keys(kernels);
    if (os.availableParallelism() < 2) return;
    // Loaded late: a start-up image can hold no module of threads.
    const { Worker } = requireHere('node:worker_threads') as typeof import('node:worker_threads');
    const workerData = { module: kernelModule(), memory, slots: this.#slots, names: this.#names };
    try {
      this.#worker = new Worker(PROGRAM, { eval: true, env: {}, execArgv: [], workerData });
      this.#worker.unref();
      this.#worker.on('error', () => {}); // It is never up, then.
    } catch {
      // The system allows no thread.
    }
  }

  /** Leaves all work to the first thread. */
  stop(): void {
    this.#isStopped = true;
    void this.#worker?.terminate();
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether it takes over work. */
  get isUp(): boolean {
    return !this.#isStopped && Atomics.load(this.#slots, Slot.Ready) === 1;
  }

  /** Calls a kernel twice, at once if possible: the calls must not touch what the other one changes. */
  both(name: KernelName, first: readonly number[], second: readonly number[]): void {
    const slots = this.#slots;
    if (!this.isUp || this.#alone-- > 0) {
      this.#kernels[name](...first);
      this.#kernels[name](...second);
      return;
    }
    this.#untilDone(); // An interrupt may have ended the wait for the call before.
    slots[Slot.Name] = this.#names.indexOf(name);
    slots[Slot.ArgumentCount] = second.length;
    slots.set(second, Slot.Arguments);
    Atomics.store(slots, Slot.Called, ++this.#calls);
    Atomics.notify(slots, Slot.Called);
    this.#kernels[name](...first);
    const wasLate = this.#untilDone();
    this.#alone = wasLate ? CALLS_ALONE : 0;
  }

  /** @returns Whether it has taken long. */
  #untilDone(): boolean {
    const slots = this.#slots;
    for (let looks = 0; ; looks++) {
      const done = Atomics.load(slots, Slot.Done);
      if (done === this.#calls) return looks > LOOKS;
      if (looks > LOOKS) Atomics.wait(slots, Slot.Done, done);
    }
  }
}

let latest: SecondThread | undefined;

/** Starts one, and stops the one that was started before.
 * @param kernels Of this thread, over the memory. */
export function startSecondThread(kernels: Kernels, memory: WebAssembly.Memory): SecondThread {
  latest?.stop();
  return (latest = new SecondThread(kernels, memory));
}

/** What the second thread runs: source, as the notebook's library is one file. */
const PROGRAM = `
const { module, memory, slots, names } = require('node:worker_threads').workerData;
const kernels = new WebAssembly.Instance(module, { gradlab: { memory } }).exports;
Atomics.store(slots, ${Slot.Ready}, 1);
for (let call = 0; ; ) {
  for (let looks = 0; Atomics.load(slots, ${Slot.Called}) === call; )
    if (++looks > ${LOOKS}) Atomics.wait(slots, ${Slot.Called}, call);
  call++;
  const end = ${Slot.Arguments} + slots[${Slot.ArgumentCount}];
  kernels[names[slots[${Slot.Name}]]](...slots.subarray(${Slot.Arguments}, end));
  Atomics.store(slots, ${Slot.Done}, call);
  Atomics.notify(slots, ${Slot.Done});
}`;
