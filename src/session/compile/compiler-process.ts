import { spawn, type ChildProcess } from 'node:child_process';
import { compilerImage } from '../image/images.js';
import { discardImage, startArguments } from '../image/image-store.js';
import { Deadline } from '../deadline.js';
import { withParentDeathSignal } from '../isolate/parent-death-signal.js';
import { executorEnvironment } from '../isolate/spawn-executor.js';
import { isReusing } from '../reuse.js';
import type { CompiledCell } from './cell-compiler.js';
import type { CompileReply, CompileRequest } from './compile-main.js';
import type { Completeness } from './completeness.js';
import type { Completions, Inspection } from './completions.js';
import type { Workplace } from './workplace.js';

/** The compiler's process did not answer: types can loop or explode. */
export interface CompilerDeath {
  kind: 'timeout' | 'crashed';
  reason: string;
  /** It was ended for another question's sake: this one may be asked again. */
  again?: true;
}

const MOST_NAMED_CELLS = 20_000;
const STARTING_MS = 60_000;

export const COMPILER_MEMORY_MIB = 1536;

type Content<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A process that compiles cells, for one session after another. It is started again when a cell has ended it. */
export class CompilerProcess {
  readonly #workplace: Workplace;
  readonly #memoryMiB: number;
  /** Of cells that have been asked for: most of a class are the same. */
  readonly #declaredNames = new Map<string, string[]>();
  #child: ChildProcess | undefined;
  #nextId = 1;
  /** Cells that have run, which the process has not been told yet. */
  #defined: { slot: number; unreached: string[] }[] = [];
  /** The compilation that is going on. */
  #compiling: Promise<unknown> = Promise.resolve();
  /** Why we have ended the process, for those whose question it had not answered. */
  #ended: CompilerDeath | undefined;

  constructor(workplace: Workplace, memoryMiB = COMPILER_MEMORY_MIB) {
    this.#workplace = workplace;
    this.#memoryMiB = memoryMiB;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Begins a notebook: no names are known. */
  async reset(local: Workplace['local'], timeoutMs: number): Promise<void> {
    if (this.#child && isReusing()) {
      const answer = await this.#ask({ type: 'reset', local }, timeoutMs);
      if (!('kind' in answer)) return;
    }
    this.close();
    await this.#start({ ...this.#workplace, ...(local ? { local } : {}) }, timeoutMs);
  }

  /** @returns The compiled cell, its errors, or how the compiler ended; after that `reset` starts a new one. */
  async compile(source: string, timeoutMs: number): Promise<CompiledCell | CompilerDeath> {
    const asked = this.#ask({ type: 'compile', source }, timeoutMs);
    this.#compiling = asked;
    const answer = await asked;
    return 'kind' in answer ? answer : answer.compiled!;
  }

  /** Compiles cells that are likely to come, sooner than one by one.
   * @returns How the compiler ended, if it did. */
  async foresee(sources: string[], timeoutMs: number): Promise<CompilerDeath | undefined> {
    const answer = await this.#ask({ type: 'foresee', sources }, timeoutMs);
    return 'kind' in answer ? answer : undefined;
  }

  /** The names that cells define; none for those that the parser does not get through.
   * @param timeoutMs For all of them.
   * @returns By source. */
  async declaredNames(sources: string[], timeoutMs: number): Promise<ReadonlyMap<string, readonly string[]>> {
    if (this.#declaredNames.size > MOST_NAMED_CELLS) this.#declaredNames.clear();
    const unknown = [...new Set(sources)].filter((source) => !this.#declaredNames.has(source));
    await this.#readNames(unknown, timeoutMs);
    // Not the map itself: what one submission was told must not go when another asks.
    const told = new Map<string, readonly string[]>();
    for (const source of sources) {
      const names = this.#declaredNames.get(source);
      if (names) told.set(source, names);
    }
    return told;
  }

  /** Halves what the compiler does not get through, until the cell to blame is alone.
   * @returns The time that is left; to start the compiler again takes none of it. */
  async #readNames(sources: string[], timeoutMs: number): Promise<number> {
    if (sources.length === 0 || timeoutMs <= 0) return timeoutMs;
    if (!this.#child) await this.reset(undefined, STARTING_MS);
    const started = performance.now();
    const isAlone = sources.length === 1;
    const patienceMs = isAlone ? timeoutMs : timeoutMs / 3;
    const answer = await this.#ask({ type: 'declaredNames', sources }, patienceMs);
    // On a busy machine more time passes than the compiler has had.
    const leftMs = timeoutMs - Math.min(performance.now() - started, patienceMs);
    if (!('kind' in answer)) {
      answer.declaredNames!.forEach((names, at) => this.#declaredNames.set(sources[at]!, names));
      return leftMs;
    }
    this.close();
    if (isAlone) return leftMs;
    const half = Math.ceil(sources.length / 2);
    const unused = await this.#readNames(sources.slice(0, half), leftMs / 2);
    return this.#readNames(sources.slice(half), leftMs / 2 + unused);
  }

  /** @returns Nothing where the compiler cannot tell. */
  async complete(source: string, at: number, timeoutMs: number): Promise<Completions | undefined> {
    const answer = await this.#askLater({ type: 'complete', source, at }, timeoutMs);
    return 'kind' in answer ? undefined : answer.completions;
  }

  /** @returns Nothing where there is nothing to tell. */
  async inspect(source: string, at: number, timeoutMs: number): Promise<Inspection | undefined> {
    const answer = await this.#askLater({ type: 'inspect', source, at }, timeoutMs);
    return 'kind' in answer ? undefined : answer.inspection;
  }

  /** @returns Nothing where the compiler cannot tell. */
  async isComplete(source: string, timeoutMs: number): Promise<Completeness | undefined> {
    const answer = await this.#askLater({ type: 'isComplete', source }, timeoutMs);
    return 'kind' in answer ? undefined : answer.completeness;
  }

  /** Tells that a compiled cell has run: before the next question, and else soon, when what the cell has put out is on its way. */
  define(slot: number, unreached: string[]): void {
    this.#defined.push({ slot, unreached });
    setTimeout(() => this.#tellDefined(), 1).unref();
  }

  #tellDefined(): void {
    for (const cell of this.#defined) this.#child?.send({ id: 0, type: 'define', ...cell });
    this.#defined = [];
  }

  /** A question about a cell that is being written: it waits for a compilation that goes on, whose time is not its own. */
  async #askLater(
    request: Content<CompileRequest>,
    timeoutMs: number,
  ): Promise<CompileReply | CompilerDeath> {
    const nothing: CompilerDeath = { kind: 'timeout', reason: 'The compiler is busy' };
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<typeof late>((resolve) => (timer = setTimeout(resolve, timeoutMs, late)));
    const first = await Promise.race([this.#compiling, patience]);
    clearTimeout(timer);
    return first === late ? nothing : this.#ask(request, timeoutMs);
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#defined = [];
  }

  async #start(workplace: Workplace, timeoutMs: number): Promise<void> {
    const image = compilerImage(this.#workplace, this.#memoryMiB);
    const alone = { file: process.execPath, args: startArguments(image) };
    const { file, args } = withParentDeathSignal(alone);
    const child = spawn(file, args, {
      env: executorEnvironment(isReusing() ? {} : { GRADLAB_REUSE: 'off' }),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    this.#ended = undefined;
    const forget = () => {
      if (this.#child === child) this.close();
    };
    child.once('exit', forget);
    child.on('error', forget); // It could not be started, or ended while we wrote.
    const answer = await this.#ask({ type: 'start', workplace, watchParent: file === alone.file }, timeoutMs);
    if (!('kind' in answer)) {
      if (answer.isImageOld) discardImage(image); // Another one is made when there is time.
      return;
    }
    if (!discardImage(image)) throw new Error(`Cannot start the compiler: ${answer.reason}`);
    this.close();
    await this.#start(workplace, timeoutMs);
  }

  #ask(request: Content<CompileRequest>, timeoutMs: number): Promise<CompileReply | CompilerDeath> {
    const child = this.#child;
    if (!child) return Promise.resolve({ kind: 'crashed', reason: 'The compiler is not running' });
    this.#tellDefined();
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const end = (answer: CompileReply | CompilerDeath) => {
        deadline.clear();
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        resolve(answer);
      };
      const onMessage = (reply: CompileReply) => {
        if (reply.id !== id) return;
        end(
          reply.fault === undefined
            ? reply
            : { kind: 'crashed', reason: `The compiler could not work on this cell: ${reply.fault}` },
        );
      };
      const onExit = () =>
        end(
          this.#ended ?? {
            kind: 'crashed',
            reason: `The types of this cell need more than ${this.#memoryMiB} MiB to check`,
          },
        );
      const onError = ({ message }: Error) =>
        end({ kind: 'crashed', reason: `The compiler cannot be reached: ${message}` });
      const deadline = new Deadline(child.pid, timeoutMs, () => {
        end({
          kind: 'timeout',
          reason: `Checking the types of this cell took longer than ${timeoutMs / 1000} s`,
        });
        this.#ended = { kind: 'crashed', reason: 'The compiler was busy with another question', again: true };
        this.close();
      });
      child.on('message', onMessage).once('exit', onExit).once('error', onError);
      child.send({ ...request, id });
    });
  }
}
