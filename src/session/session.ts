import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { CellDiagnostic } from './compile/diagnostic.js';
import { CompilerProcess, type CompilerDeath } from './compile/compiler-process.js';
import type { CompiledCell } from './compile/cell-compiler.js';
import type { Completeness } from './compile/completeness.js';
import { matchesTyped, type Completions, type Inspection } from './compile/completions.js';
import { packageRoots, type Workplace } from './compile/workplace.js';
import { Executor, type Death, type InputRequest } from './execute/executor.js';
import { INTERRUPTED } from './execute/interruption.js';
import { argumentsWithoutImage, discardImage, startArguments } from './image/image-store.js';
import { executorImage, threadsWorkInImages } from './image/images.js';
import type { BoxCopies } from './isolate/box-copies.js';
import { filesOfBox } from './isolate/bubblewrap.js';
import type { IsolationLevel } from './isolate/isolation.js';
import { folderInside, spawnExecutor } from './isolate/spawn-executor.js';
import { DEFAULT_LIMITS, type SessionLimits } from './limits.js';
import { KEY_DIGITS } from './wire/seal.js';
import type { DisplayOptions, ErrorReport, MimeBundle, SessionRole } from './wire/messages.js';

export interface SessionOptions {
  /** What cells can import, and the notebook's folder. */
  workplace: Workplace;
  /** Working directory of the cells. */
  cwd: string;
  /** `process` where left out. A working folder in a box is empty but for the workplace's listed files. */
  isolation?: IsolationLevel;
  /** What a box sees in place of the files that all boxes read; they are added here. */
  boxCopies?: BoxCopies | undefined;
  limits?: Partial<SessionLimits>;
  role?: SessionRole;
  /** Added to the little that the process finds in its environment. */
  env?: Record<string, string>;
  /** Seed of `Math.random`, for runs that must repeat. */
  randomSeed?: number;
  /** A compiler to use; without it the session starts one of its own. */
  compiler?: CompilerProcess;
  /** `interrupt` works: for people who watch. Costs a thread in the executing process. */
  interruptible?: boolean;
  onOutput?: (event: SessionOutput) => void;
  /** The executing process has ended while no cell ran. */
  onDeath?: (reason: string) => void;
  /** A cell or probe has had its time and slept for most of it: on a busy machine, what it waited for may have been slow. */
  onSleepingTimeout?: (() => void) | undefined;
  /** Answers `prompt()` in a cell; without it, or where it gives undefined, that throws. */
  onInput?: (request: InputRequest) => Promise<string | undefined>;
}

export interface CellOptions {
  /** Where it may have less time to compile than the session's cells have. */
  mostCompileMs?: number;
  /** What the notebook's file calls the cell, where that is not the name it runs by: checks in the notebook look for it. */
  notebookId?: string;
}

interface RunningCell {
  phase: 'compile' | 'run';
  interrupted: boolean;
}

export type SessionOutput =
  | { type: 'stream'; cell: string; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; cell: string; bundle: MimeBundle; options: DisplayOptions }
  /** What the cell has put out goes; with `wait`, when its next output comes. */
  | { type: 'clear'; cell: string; wait: boolean }
  | { type: 'late-error'; cell: string; error: ErrorReport };

/** How a cell ended. */
export type CellOutcome = { seconds: { compile: number; run: number } } & (
  | { status: 'ok'; value?: MimeBundle }
  | { status: 'error'; error: ErrorReport; diagnostics?: CellDiagnostic[] }
  /** The deadline passed, or the process (or the compiler, for this cell) died. `lost`: the notebook's values are gone. */
  | { status: 'timeout' | 'crashed'; reason: string; lost: boolean }
  /** The process had ended before. */
  | { status: 'notRun'; reason: string }
);

export type ProbeOutcome =
  | { status: 'returned'; value: unknown }
  | { status: 'error'; error: ErrorReport }
  | { status: 'timeout' | 'crashed' | 'notRun'; reason: string };

/** One run of a notebook's cells: a compiler that the student's code cannot touch, and one disposable process that
 * executes. Cells and probes go one at a time, in the order of the calls. */
export class Session {
  readonly #executor: Executor;
  readonly #compiler: CompilerProcess;
  readonly #ownsCompiler: boolean;
  readonly #options: SessionOptions;
  readonly #limits: SessionLimits;
  /** Cells that have run, for a new compiler after one has died. */
  readonly #history: { source: string; unreached: string[] }[] = [];
  #running: RunningCell | undefined;
  #closed = false;
  /** The last call, which the next one waits for. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    executor: Executor,
    compiler: CompilerProcess,
    options: SessionOptions,
    limits: SessionLimits,
  ) {
    this.#executor = executor;
    this.#compiler = compiler;
    this.#ownsCompiler = options.compiler === undefined;
    this.#options = options;
    this.#limits = limits;
  }

  /** Starts both processes.
   * @throws {Error} If one of them does not come up: the machine's fault, no code of the student has run. */
  static async start(options: SessionOptions): Promise<Session> {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { workplace } = options;
    const compiler = options.compiler ?? new CompilerProcess(workplace);
    const compilerStarts = compiler.reset(workplace.local, START_TIMEOUT_MS);
    compilerStarts.catch(() => {});
    const image = executorImage(workplace.modulesFrom, limits.memoryMiB);
    const takesImage = threadsWorkInImages || options.role === 'grading';
    try {
      for (;;) {
        const program = takesImage ? startArguments(image) : argumentsWithoutImage(image);
        await options.boxCopies?.add(filesOfBox(packageRoots(workplace), program));
        const executor = startExecutor(options, limits, program);
        const death = await configure(executor, options, limits);
        if (!death) {
          const session = new Session(executor, compiler, options, limits);
          await compilerStarts.catch(() => executor.close());
          await compilerStarts;
          return session;
        }
        await executor.close();
        const canBeImage = takesImage && death.kind === 'crashed' && fs.existsSync(options.cwd);
        if (!canBeImage || !discardImage(image)) throw new Error(`Cannot start a session: ${death.reason}`);
      }
    } catch (error) {
      if (!options.compiler) compiler.close();
      throw error;
    }
  }

  /** Why the executing process is gone, once it is. */
  get death(): Death | undefined {
    return this.#executor.death;
  }

  /** Highest resident memory of the executing process so far, in MiB. */
  get peakMiB(): number {
    return this.#executor.peakMiB;
  }

  /** Compiles and runs a cell. A cell that does not compile is not run and defines nothing.
   * @param id Names the cell in stack traces and output events. */
  execute(
    id: string,
    source: string,
    timeoutMs = this.#limits.cellTimeoutMs,
    more: CellOptions = {},
  ): Promise<CellOutcome> {
    const text = source.replace(/^\uFEFF/, ''); // A byte order mark takes no column.
    return this.#next(() =>
      this.#execute(id, text, { timeoutMs, ...more }).finally(() => (this.#running = undefined)),
    );
  }

  /** Tells which cells are likely to come, in this order: they are compiled together, sooner than one by one.
   * @returns How long it took, and whether it ended the compiler. */
  foresee(
    sources: string[],
    timeoutMs = this.#limits.compileTimeoutMs,
  ): Promise<{ seconds: number; ended: boolean }> {
    const texts = sources.map((source) => source.replace(/^\uFEFF/, ''));
    return this.#next(async () => {
      const started = performance.now();
      const death = await this.#compiler.foresee(texts, timeoutMs);
      if (death) await this.#restartCompiler(); // The cell whose types are to blame tells when its turn comes.
      return { seconds: secondsSince(started), ended: death !== undefined };
    });
  }

  /** Compiles a cell and holds it ready for probes, which may run it; it defines nothing.
   * @returns What compiling came to. */
  prepare(id: string, source: string): Promise<CellOutcome> {
    const text = source.replace(/^\uFEFF/, '');
    return this.#next(() => this.#execute(id, text, { prepareOnly: true }));
  }

  async #execute(
    id: string,
    source: string,
    {
      timeoutMs = this.#limits.cellTimeoutMs,
      mostCompileMs = Infinity,
      notebookId,
      prepareOnly = false,
    }: CellOptions & { timeoutMs?: number; prepareOnly?: boolean },
  ): Promise<CellOutcome> {
    const compileMs = Math.max(1, Math.min(this.#limits.compileTimeoutMs, mostCompileMs));
    const seconds = { compile: 0, run: 0 };
    const called = { cell: id, ...(notebookId === undefined ? {} : { notebookId }) };
    if (this.death) return { status: 'notRun', reason: this.death.reason, seconds };
    let started = performance.now();
    const running: RunningCell = { phase: 'compile', interrupted: false };
    this.#running = running;
    await this.#needCompiler(); // A question about a cell may have ended it.
    let compiled = await this.#compiler.compile(source, compileMs);
    if ('kind' in compiled && compiled.again && !running.interrupted) {
      await this.#restartCompiler();
      compiled = await this.#compiler.compile(source, compileMs);
    }
    seconds.compile = secondsSince(started);
    if (running.interrupted) {
      if ('kind' in compiled) {
        this.#compiler.close();
        void this.#next(() => this.#needCompiler()); // Whoever has interrupted need not wait for it.
      }
      return { status: 'error', error: INTERRUPTED, seconds };
    }
    if ('kind' in compiled) {
      await this.#restartCompiler();
      return { status: compiled.kind, reason: compiled.reason, lost: false, seconds };
    }
    if (!compiled.ok) {
      if (this.#options.role !== 'grading')
        this.#executor.refuse({ ...called, names: compiled.names, source });
      return {
        status: 'error',
        error: compileError(id, source, this.#withoutFolder(compiled.diagnostics)),
        diagnostics: this.#withoutFolder(compiled.diagnostics),
        seconds,
      };
    }
    started = performance.now();
    running.phase = 'run';
    const { slot, js, map, values, imports } = compiled;
    const localRoot = this.#inside(this.#options.workplace.local?.root ?? this.#options.cwd);
    const localModules = compiled.localModules.map((one) => ({ ...one, file: this.#inside(one.file) }));
    const answer = await this.#executor.request(
      { type: 'run', ...called, js, map, values, imports, localModules, localRoot, prepareOnly },
      timeoutMs,
    );
    seconds.run = secondsSince(started);
    if ('death' in answer)
      return { status: answer.death.kind, reason: answer.death.reason, lost: true, seconds };
    if (answer.reply.type !== 'ran') return { ...this.#endLiar(), lost: true, seconds };
    const { unreached, error, value } = answer.reply;
    this.#compiler.define(slot, unreached);
    this.#history.push({ source, unreached });
    return error
      ? { status: 'error', error, seconds }
      : { status: 'ok', ...(value ? { value } : {}), seconds };
  }

  /** What an error says of the types of a module in the notebook's folder holds that folder's name: another in each grading. */
  #withoutFolder(diagnostics: CellDiagnostic[]): CellDiagnostic[] {
    const root = `${this.#options.workplace.local?.root.replaceAll('\\', '/') ?? ''}/`;
    if (root === '/') return diagnostics;
    return diagnostics.map((one) => ({ ...one, message: one.message.replaceAll(root, './') }));
  }

  /** Where the executing process has a file of its working folder. */
  #inside(file: string): string {
    const { cwd } = this.#options;
    const relative = path.relative(cwd, file);
    return relative.startsWith('..') ? path.resolve(file) : path.join(workingFolder(this.#options), relative);
  }

  /** Runs a function of a module of probes in the student's process.
   * @param code The module, as CommonJS.
   * @param name The probe.
   * @param input Plain data. */
  probe(
    code: string,
    name: string,
    input: unknown,
    timeoutMs = this.#limits.cellTimeoutMs,
  ): Promise<ProbeOutcome> {
    return this.#next(() => this.#probe(code, name, input, timeoutMs));
  }

  async #probe(code: string, name: string, input: unknown, timeoutMs: number): Promise<ProbeOutcome> {
    if (this.death) return { status: 'notRun', reason: this.death.reason };
    const answer = await this.#executor.request({ type: 'probe', code, name, input }, timeoutMs);
    if ('death' in answer) return { status: answer.death.kind, reason: answer.death.reason };
    if (answer.reply.type !== 'probed') return this.#endLiar();
    return answer.reply.error
      ? { status: 'error', error: answer.reply.error }
      : { status: 'returned', value: answer.reply.value };
  }

  /** What could stand at a place of a cell that is being written, also while another cell runs.
   * @param at In UTF-16 units, within the source.
   * @returns Nothing where the compiler cannot tell. */
  async complete(source: string, at: number): Promise<Completions | undefined> {
    const found = await this.#compiler.complete(source, at, EDITING_TIMEOUT_MS);
    if (!found?.live) return found;
    const { name, keys } = found.live;
    const names = await this.#executor.members(name, keys, LIVE_TIMEOUT_MS);
    const typed = source.slice(found.start, at);
    const matches = [...new Set(names)].filter((one) => IS_NAME.test(one) && matchesTyped(one, typed));
    return { ...found, matches: matches.map((text) => ({ text, kind: 'property' })) };
  }

  /** What is known of a place of a cell that is being written; nothing where there is nothing to tell. */
  async inspect(source: string, at: number): Promise<Inspection | undefined> {
    return this.#compiler.inspect(source, at, EDITING_TIMEOUT_MS);
  }

  /** Whether a text can be run as it is; nothing where the compiler cannot tell. */
  async isComplete(source: string): Promise<Completeness | undefined> {
    return this.#compiler.isComplete(source, EDITING_TIMEOUT_MS);
  }

  /** No output is read until `resumeOutput`: the process waits once its channel is full. */
  pauseOutput(): void {
    this.#executor.pauseOutput();
  }

  resumeOutput(): void {
    this.#executor.resumeOutput();
  }

  /** Ends the cell that is running, or else what earlier cells have left running; the notebook's values stay. Where a
   * cell does not end within `INTERRUPT_TIMEOUT_MS`, its process does, and the outcome says so.
   * @throws {Error} If the session was not started with `interruptible`. */
  interrupt(): void {
    if (!this.#options.interruptible)
      throw new Error('Cannot interrupt: the session was started without `interruptible`');
    const running = this.#running;
    if (running?.phase === 'compile') running.interrupted = true;
    else this.#executor.interrupt();
    const reason = 'The cell could not be interrupted: its process was ended';
    const isStillRunning = () => running !== undefined && this.#running === running;
    setTimeout(() => {
      if (!isStillRunning() || running?.phase !== 'run') return;
      this.#executor.endPrograms(); // The cell may be waiting for one that it has started.
      this.#executor.resumeOutput(); // Its end is told after all that it has printed.
    }, INTERRUPT_TIMEOUT_MS / 2).unref();
    setTimeout(() => {
      if (isStillRunning() && running?.phase === 'run') this.#executor.kill({ kind: 'crashed', reason });
    }, INTERRUPT_TIMEOUT_MS).unref();
    setTimeout(() => {
      // Types can keep a compiler busy for ever; a new one knows the cells that have run, and no value is lost.
      if (isStillRunning() && running?.phase === 'compile') this.#compiler.close();
    }, INTERRUPT_COMPILER_MS).unref();
  }

  /** Ends the process and everything that it has started. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#executor.close();
    if (this.#ownsCompiler) this.#compiler.close();
  }

  /** A probe's answer to a cell, or the reverse: only forged messages do that. */
  #endLiar(): { status: 'crashed'; reason: string } {
    const reason = 'The process answered something else than it was asked';
    this.#executor.kill({ kind: 'crashed', reason });
    return { status: 'crashed', reason };
  }

  #next<T>(call: () => Promise<T>): Promise<T> {
    const outcome = this.#last.then(call);
    this.#last = outcome.catch(() => {});
    return outcome;
  }

  async #needCompiler(): Promise<void> {
    if (!this.#compiler.isRunning) await this.#restartCompiler();
  }

  async #restartCompiler(): Promise<void> {
    if (this.#closed) return;
    this.#compiler.close();
    await this.#compiler.reset(this.#options.workplace.local, START_TIMEOUT_MS);
    for (const { source, unreached } of this.#history) {
      // They have compiled before: a cold compiler may take longer than the deadline of one cell.
      const compiled: CompiledCell | CompilerDeath = await this.#compiler.compile(source, START_TIMEOUT_MS);
      if ('slot' in compiled) this.#compiler.define(compiled.slot, unreached);
    }
  }
}

/** As the executing process sees it. */
const workingFolder = ({ isolation = 'process', cwd }: SessionOptions): string =>
  path.resolve(folderInside({ isolation, folder: cwd }));

function startExecutor(options: SessionOptions, limits: SessionLimits, program: string[]): Executor {
  const { workplace } = options;
  const { memoryMiB, cpuSeconds, maxOutputBytes } = limits;
  const process = spawnExecutor({
    isolation: options.isolation ?? 'process',
    program,
    folder: options.cwd,
    files: workplace.local?.files ?? [],
    readable: packageRoots(workplace),
    copies: options.boxCopies,
    memoryMiB,
    cpuSeconds,
    env: options.env ?? {},
    interruptible: options.interruptible ?? false,
    confined: options.role === 'grading',
    ...(options.randomSeed === undefined ? {} : { randomSeed: options.randomSeed }),
  });
  const { onOutput, onInput, onDeath, onSleepingTimeout } = options;
  return new Executor(
    process,
    { memoryMiB, maxBytes: 4 * maxOutputBytes + (64 << 20) },
    { onOutput: (event) => onOutput?.(event), onInput, onDeath, onSleepingTimeout },
  );
}

function configure(
  executor: Executor,
  options: SessionOptions,
  { maxOutputBytes }: SessionLimits,
): Promise<Death | undefined> {
  const { role = 'notebook', interruptible = false } = options;
  const { modulesFrom } = options.workplace;
  const cwd = workingFolder(options);
  const sealKey = role === 'grading' ? { sealKey: randomBytes(KEY_DIGITS / 2).toString('hex') } : {};
  return executor.configure(
    { type: 'configure', modulesFrom, cwd, maxOutputBytes, role, interruptible, ...sealKey },
    START_TIMEOUT_MS,
  );
}

const START_TIMEOUT_MS = 60_000;
const INTERRUPT_TIMEOUT_MS = 5000;
const INTERRUPT_COMPILER_MS = 500;
const EDITING_TIMEOUT_MS = 5000;
/** A cell may be busy. */
const LIVE_TIMEOUT_MS = 300;
const IS_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const secondsSince = (started: number) => (performance.now() - started) / 1000;

/** Type and syntax errors as one error, each with its place and the line it is in. */
function compileError(cell: string, source: string, diagnostics: CellDiagnostic[]): ErrorReport {
  const lines = source.split(/\r\n|\r|\n/);
  const stack = diagnostics.flatMap(({ code, line, column, length, message }) => {
    const { text, before } = excerpt(lines[line - 1] ?? '', column);
    const at = Math.max(column - 1 - before, 0);
    const caret = `${' '.repeat(at)}${'~'.repeat(Math.max(1, Math.min(length, text.length - at)))}`;
    return [`${cell}:${line}:${column} - TS${code}: ${message}`, `  ${text}`, `  ${caret}`];
  });
  const [first] = diagnostics;
  const message = first
    ? `Line ${first.line}, column ${first.column}: ${first.message} (TS${first.code})`
    : '';
  return { name: 'CompileError', message, stack };
}

/** What of a line is shown around a column: lines can be as long as a cell. */
function excerpt(line: string, column: number): { text: string; before: number } {
  if (line.length <= LONGEST_LINE) return { text: line, before: 0 };
  const before = Math.max(0, Math.min(column - 1 - LONGEST_LINE / 2, line.length - LONGEST_LINE));
  return { text: line.slice(before, before + LONGEST_LINE), before };
}

/** In characters. */
const LONGEST_LINE = 500;
