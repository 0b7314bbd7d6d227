import { MOST_PAGES } from '../wasm/assembler.js';
import { kernelsOn, type KernelName, type Kernels } from '../wasm/kernels.js';
import { startSecondThread, type SecondThread } from '../wasm/second-thread.js';

/** Numbers that the kernels work on, at a fixed address. */
export interface Block {
  /** In bytes. */
  readonly address: number;
  readonly length: number;
  /** The numbers; good until another block is made. */
  readonly values: Float32Array;
}

/** Kernels read and write past the end of a block, by less than two vectors. */
const SLACK_BYTES = 32;
const ALIGNMENT = 64;
const PAGE = 65_536;

/** The memory of one training: blocks are made one after another and go together. */
export class TrainingMemory {
  readonly kernels: Kernels;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  #secondThread: SecondThread | undefined;
  #next = ALIGNMENT;

  constructor() {
    this.kernels = kernelsOn(this.#memory);
  }

  /** Calls a kernel with the one and the other arguments; at once where work is shared. */
  inHalves(name: KernelName, first: readonly number[], second: readonly number[]): void {
    if (this.#secondThread) return this.#secondThread.both(name, first, second);
    this.kernels[name](...first);
    this.kernels[name](...second);
  }

  /** From now on, a second thread takes over halves, for this training and later ones. */
  shareWork(): void {
    if (this.#secondThread && !this.#secondThread.isStopped) return;
    this.#secondThread = startSecondThread(this.kernels, this.#memory);
  }

  /** @param length Number of float32 numbers, which begin as 0.
   * @throws {RangeError} If there is no memory left. */
  block(length: number): Block {
    const memory = this.#memory;
    const address = this.#take(4 * length);
    let values = new Float32Array(memory.buffer, address, length);
    return {
      address,
      length,
      get values() {
        // A memory that grows gets a new buffer.
        if (values.buffer !== memory.buffer) values = new Float32Array(memory.buffer, address, length);
        return values;
      },
    };
  }

  /** Puts whole numbers into the memory.
   * @returns Their address. */
  table(numbers: readonly number[]): number {
    const address = this.#take(4 * numbers.length);
    new Int32Array(this.#memory.buffer, address, numbers.length).set(numbers);
    return address;
  }

  /** Forgets all blocks. */
  clear(): void {
    this.#next = ALIGNMENT;
  }

  #take(bytes: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + bytes + SLACK_BYTES) / ALIGNMENT) * ALIGNMENT;
    const missing = this.#next - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(this.#memory.buffer, address, this.#next - address).fill(0);
    return address;
  }
}

let spare: TrainingMemory | undefined;

/** An empty memory: one that was given back, or else a new one. */
export function takeMemory(): TrainingMemory {
  const memory = spare ?? new TrainingMemory();
  spare = undefined;
  return memory;
}

/** To be called when nobody uses a block of the memory any more. V8 sets gigabytes of addresses aside for each one, so one is
 * kept for the next training. */
export function giveBackMemory(memory: TrainingMemory): void {
  memory.clear();
  spare = memory;
}
