/** Program of the process in which a student's cells run. It obeys requests on descriptor 3 and decides nothing:
 * no message from here means "passed". */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { optimizeLater } from '../optimize-later.js';
import { EARLIER_CELLS } from '../cell-modules.js';
import type { ErrorReport, Reply, Request } from '../wire/messages.js';
import { keepBuiltIns } from './built-ins.js';
import { CellNamespace, type Definition } from './cell-namespace.js';
import { currentRun, type CellRun } from './cell-run.js';
import { exit, limitMessages, receive, receiveNow, sealMessages, send, sendThrough } from './channel.js';
import { keepErrorListenersFromThrowing } from './error-listeners.js';
import { NO_FOLDER, UNABLE_TO_ANSWER } from './exit-codes.js';
import { closeDoors } from './closed-doors.js';
import { closeInherited } from './inherited-descriptors.js';
import {
  abruptEnds,
  forgetEnd,
  installTimers,
  interruptedReport,
  isInterrupt,
  resume,
} from './interruption.js';
import { liveMembers } from './live-members.js';
import { forgetLargePages } from '../large-pages.js';
import { dictionary } from '../primordials.js';
import { Modules } from './modules.js';
import { NotRunError } from './not-run-error.js';
import { notebookExports } from './notebook-exports.js';
import { Output } from './output.js';
import { runProbe, type ProbeRun } from './probe.js';
import { Relay } from './relay.js';
import {
  cellFileName,
  installStackTraces,
  registerSourceMap,
  reportError,
  TOP_LEVEL,
} from './stack-trace.js';
import { displayValue, undisplayable } from './value-display.js';

const { setImmediate, setTimeout: setTimer, Promise: OwnPromise } = globalThis;
const { chdir } = process;
const { keys } = Object;
const { runInThisContext } = vm;
const namespace = new CellNamespace();
const output = new Output();
const lateErrors: Record<string, ErrorReport | undefined> = dictionary(null);
let folder = process.cwd();
let modules = new Modules(folder);
let running: RunningCell | undefined;
/** What probes are written with becomes what it was, where marks depend on it. */
let restoreBuiltIns = (): void => {};
/** Every run so far, where they can be interrupted. */
const runs: CellRun[] = [];
/** Where cells can be interrupted. */
let relay: Relay | undefined;

/** A request that has not been answered. */
interface RunningCell {
  id: string;
  run: CellRun;
  values: string[];
}

/** The names of earlier cells, as emitted code sees them. */
const earlierCells: object = new Proxy(Object.create(null) as object, {
  get: (_target, name) => (typeof name === 'string' ? namespace.get(name) : undefined),
  set: (_target, name, value) => {
    if (typeof name === 'string') namespace.set(name, value);
    return true;
  },
  has: (_target, name) => typeof name === 'string' && namespace.has(name),
});

const exportsOfCells = notebookExports(namespace);

closeInherited();
installStackTraces(path.dirname(fileURLToPath(import.meta.url)));
process.on('unhandledRejection', (reason) => asyncError(reason));
process.on('uncaughtException', (error) => asyncError(error));
keepErrorListenersFromThrowing(asyncError);

receive(obey);

function obey(request: Request): void {
  if (request.type === 'configure') return configure(request);
  if (request.type === 'input') return; // Its cell has been interrupted.
  if (request.type === 'members') return tellMembers(request);
  if (request.type === 'refused') return refuse(request);
  // A task of its own: an interrupt ends all that is on the stack.
  setImmediate(() => void answer(request));
}

/** Names for whoever writes a cell. */
function tellMembers({ id, name, keys }: Request & { type: 'members' }): void {
  const value = namespace.has(name) ? namespace.get(name) : undefined;
  send({ type: 'members', id, names: liveMembers(value, keys) });
}

type AnswerReply = Extract<Reply, { type: 'ran' | 'probed' }>;

/** Answers in any case: what a cell makes must not keep its own reply from being sent. */
async function answer(request: Request & { type: 'run' | 'probe' }): Promise<void> {
  try {
    const reply = request.type === 'run' ? await runCell(request) : await probeNotebook(request);
    if (!reply) return;
    try {
      send(reply);
    } catch (error) {
      send(withoutValue(reply, error)); // Nothing of the reply has been sent.
    }
  } catch {
    exit(UNABLE_TO_ANSWER);
  }
}

function configure(request: Request & { type: 'configure' }): void {
  const { modulesFrom, cwd, maxOutputBytes, role, sealKey } = request;
  if (sealKey !== undefined) sealMessages(sealKey);
  forgetLargePages();
  if (role === 'grading') {
    optimizeLater();
    closeDoors();
    restoreBuiltIns = keepBuiltIns();
  } else Error.stackTraceLimit = 50; // TensorFlow.js alone is deeper than the ten that V8 keeps.
  try {
    chdir(cwd);
  } catch {
    exit(NO_FOLDER);
  }
  folder = cwd;
  modules = new Modules(modulesFrom);
  output.limit(maxOutputBytes);
  limitMessages(maxOutputBytes + SPARE_CHARACTERS);
  if (request.interruptible) {
    relay = new Relay(interrupt);
    sendThrough(relay);
    installTimers();
  }
  output.install();
  installPrompt();
  const host = {
    role,
    display: output.display.bind(output),
    clear: output.clear.bind(output),
    watchInterrupt: () => {
      const run = currentRun.getStore();
      return () => run?.interruptedAt !== undefined;
    },
    get abruptEnds() {
      return abruptEnds();
    },
    get capturing() {
      return output.capturing;
    },
    probe: (code: string, name: string, input: unknown) =>
      probeHere(
        { code, name, input },
        (cell, standIns) =>
          runCellAgain(loadedCells[cell] || role === 'grading' ? cell : cellThatUses(standIns, cell)),
        checkedNames,
      ),
    reportError,
  };
  Object.defineProperty(globalThis, Symbol.for('gradlab.host'), { value: Object.freeze(host) });
  send({ type: 'ready' });
}

/** A message may be this much longer than what a cell may print. */
const SPARE_CHARACTERS = 16 << 20;

/** A cell that is ready to run, once or again. */
interface LoadedCell {
  cell: string;
  /** What the notebook's file calls it, if that is known. */
  notebookId: string | undefined;
  /** Names that it declares. */
  values: string[];
  js: string;
  localRoot: string;
  body: (...args: unknown[]) => Promise<void>;
  /** It does not compile: `js` is the text as written. */
  refused?: true;
}

const loadedCells: Record<string, LoadedCell | undefined> = dictionary(null);

/** Remembers a cell that does not compile, so that no check takes an earlier version for it. */
function refuse({ cell, notebookId, names, source }: Request & { type: 'refused' }): void {
  namespace.outdate(names);
  const body = () => {
    throw new NotRunError('The cell of this task has an error: put it right and run the cell again');
  };
  const values = [...names];
  loadedCells[cell] = { cell, notebookId, values, js: source, localRoot: folder, body, refused: true };
}

/** The notebook's names as its own checks see them. */
const checkedNames: ProbeRun['namespace'] = {
  has: (name) => namespace.has(name),
  get: (name) => namespace.checked(name),
  standIn: (name, value) => namespace.standIn(name, value),
};

/** @returns Nothing where an interrupt has answered already. */
async function runCell(request: Request & { type: 'run' }): Promise<AnswerReply | undefined> {
  const { id, cell, values, prepareOnly } = request;
  const thisRun: CellRun = { cell };
  if (relay) runs[runs.length] = thisRun;
  const own = { id, run: thisRun, values };
  let last: { value?: unknown } = {};
  let error: ErrorReport | undefined;
  output.begin(cell);
  forgetEnd();
  lateErrors[cell] = undefined;
  running = own;
  try {
    const loaded = (loadedCells[cell] = await loadCell(request));
    if (!prepareOnly) last = await startCell(loaded, thisRun);
  } catch (thrown) {
    error = reportError(thrown);
  }
  await new OwnPromise<void>((resolve) => setImmediate(resolve)); // Rejections that nobody handles are known only now.
  if (running !== own) return undefined;
  const unreached = namespace.settle(values, thisRun);
  error ??= lateErrors[cell];
  if (thisRun.interruptedAt !== undefined) {
    error = interruptedReport();
    relay!.interruptAnswered();
  }
  const shown = error ? undefined : displayValue(last.value);
  running = undefined;
  if (error) return { type: 'ran', id, unreached, error };
  return { type: 'ran', id, unreached, ...(shown ? { value: shown } : {}) };
}

/** Ends what cells are doing: the one that runs, else what earlier ones have left running. */
function interrupt(): void {
  const interruptedAt = performance.now();
  if (!running) {
    for (const run of runs) run.interruptedAt ??= interruptedAt;
    relay!.interruptAnswered();
    return;
  }
  const interrupted = running;
  if (interrupted.run.interruptedAt !== undefined) return endInterrupted(interrupted);
  interrupted.run.interruptedAt = interruptedAt;
  setTimer(() => endInterrupted(interrupted), TIDY_UP_MS);
}

/** A cell may take this long to end by itself, so that its `finally` runs before its end is told. */
const TIDY_UP_MS = 100;

function endInterrupted(cell: RunningCell): void {
  if (running !== cell) return;
  const { id, run, values } = cell;
  output.release();
  const unreached = namespace.settle(values, run);
  running = undefined;
  send({ type: 'ran', id, unreached, error: interruptedReport() });
  relay!.interruptAnswered();
}

/** `prompt`, `confirm` and `alert`, as browsers and Deno have them, and `promptSecret`, as in Deno's standard library: they wait for an
 * answer. */
function installPrompt(): void {
  const ask = (text: string, password: boolean): string | null => {
    send({ type: 'input-request', cell: output.cell(), prompt: text, password });
    for (;;) {
      const requests = receiveNow();
      for (let i = 0; i < requests.length; i++) {
        const request = requests[i]!;
        if (request.type === 'input') return request.text;
        obey(request); // A timer of an earlier cell asks while the next one comes in.
      }
    }
  };
  const mustAsk = (text: string, password = false): string => {
    const answer = ask(text, password);
    if (answer === null) throw new Error('Cannot ask: nobody can type an answer where this notebook runs');
    return answer;
  };
  Object.assign(globalThis, {
    prompt: (text = 'Prompt', initial = '') => mustAsk(text) || initial,
    promptSecret: (text = 'Secret') => mustAsk(text, true),
    confirm: (text = 'Confirm') => mustAsk(`${text} [y/N] `).trim().toLowerCase() === 'y',
    alert: (text = 'Alert') => void mustAsk(`${text} [Enter] `),
  });
}

async function loadCell(request: Request & { type: 'run' }): Promise<LoadedCell> {
  const { cell, notebookId, js, map, values, imports, localModules, localRoot } = request;
  const filename = cellFileName(cell);
  registerSourceMap(filename, map, 1);
  modules.update(localModules);
  await modules.prepare(imports);
  const source = `(function ${TOP_LEVEL}(__gradlab, require, exports) { 'use strict'; return (async () => {\n${js}\n})(); })`;
  const body = runInThisContext(source, { filename, lineOffset: -1 }) as LoadedCell['body'];
  return { cell, notebookId, values, js, localRoot, body };
}

/** @returns The value of the cell's last expression, in an object: a promise is shown, not waited for. */
async function startCell(
  { cell, localRoot, body }: LoadedCell,
  thisRun: CellRun,
  /** What its definitions are known by. */
  key: object = thisRun,
): Promise<{ value?: unknown }> {
  let finished = false;
  let meta: ReturnType<typeof cellMeta> | undefined;
  const cellApi = {
    value: undefined as unknown,
    define: (definitions: Definition[]) => namespace.define(definitions, key),
    defineAll: (exports: Record<string, unknown>) => namespace.define(starDefinitions(exports), key),
    /** For names that are emitted as `var`, without a temporal dead zone. */
    reached: (value: unknown) => {
      if (value === undefined && !finished) throw new ReferenceError('Not reached');
      return value;
    },
    resume,
    has: (name: string) => namespace.has(name),
    get: (name: string) => namespace.get(name),
    require: (name: string) => (name === EARLIER_CELLS ? earlierCells : modules.load(name, localRoot)),
    import: (name: unknown) => modules.import(name as string, localRoot),
    get meta() {
      return (meta ??= cellMeta(cell, localRoot));
    },
  };
  await currentRun.run(thisRun, () => body(cellApi, modules.requireFrom(localRoot), exportsOfCells));
  finished = true;
  return cellApi;
}

/** Runs a cell once more, for a probe: its names are forgotten afterwards.
 * @throws {ReferenceError} If there is no such cell, or whatever the cell throws. */
async function runCellAgain(cell: string): Promise<void> {
  const loaded = loadedCells[cell];
  if (!loaded) throw new ReferenceError(`The cell "${cell}" is not there`);
  const key = {};
  try {
    await startCell(loaded, currentRun.getStore() ?? { cell }, key);
  } finally {
    namespace.forget(loaded.values, key);
  }
}

/** The cell that a `check()` in a notebook means, of those that use many of the names for which the probe has something else and
 * define none of them: the newest. Not every front end tells what the notebook's file calls a cell; where it does, that decides.
 * @throws {NotRunError} If there is none. */
function cellThatUses(standIns: readonly string[], notebookId: string): string {
  const others = (Object.values(loadedCells) as LoadedCell[]).filter(
    ({ cell, values }) => cell !== running?.run.cell && !values.some((name) => standIns.includes(name)),
  );
  const nUsed = others.map(({ js, refused }) => {
    const before = refused ? '' : 'gradlab_earlier_\\d+\\.';
    return standIns.filter((name) => new RegExp(`\\b${before}${name}\\b`).test(js)).length;
  });
  const enough = Math.max(1, ...nUsed) / 2;
  const found = others.filter((_, at) => nUsed[at]! >= enough);
  const meant = found.findLast((one) => one.notebookId === notebookId) ?? found.at(-1);
  if (meant) return meant.cell;
  throw new NotRunError('The cell of this task has not run: fill it, and run it first');
}

/** The names of `export * from`. */
function starDefinitions(exports: Record<string, unknown>): Definition[] {
  const definitions: Definition[] = [];
  const names = keys(exports);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (name !== 'default') definitions[definitions.length] = [name, () => exports[name]];
  }
  return definitions;
}

/** `import.meta` of a cell: as if it were a file in the notebook's folder. */
function cellMeta(cell: string, folder: string) {
  const filename = path.join(folder, `${cell}.ts`);
  const { resolve } = modules.requireFrom(folder);
  return {
    url: pathToFileURL(filename).href,
    dirname: folder,
    filename,
    resolve: (name: string) => locationOf(resolve(name)),
  };
}

const locationOf = (resolved: string) =>
  path.isAbsolute(resolved) ? pathToFileURL(resolved).href : resolved;

/** The reply where a value does not travel: what `Jupyter.display` has made or a probe has returned. */
function withoutValue(reply: AnswerReply, error: unknown): AnswerReply {
  const { type, id } = reply;
  if (type === 'probed') return { type, id, error: reportError(error) };
  return { type, id, unreached: reply.unreached, value: undisplayable(error) };
}

/** Runs a probe beside the cells of this process. */
const probeHere = (
  { code, name, input }: Pick<ProbeRun, 'code' | 'name' | 'input'>,
  runCell: ProbeRun['runCell'],
  names: ProbeRun['namespace'] = namespace,
): Promise<unknown> => runProbe({ code, name, input, namespace: names, output, modules, folder, runCell });

async function probeNotebook({ id, code, name, input }: Request & { type: 'probe' }): Promise<AnswerReply> {
  try {
    restoreBuiltIns();
    const value = await probeHere({ code, name, input }, runCellAgain);
    return { type: 'probed', id, value };
  } catch (thrown) {
    return { type: 'probed', id, error: reportError(thrown) };
  }
}

/** An error that nobody awaited: it belongs to the cell that started the work, even if that has ended. */
function asyncError(thrown: unknown): void {
  if (isInterrupt(thrown)) return;
  const cell = output.cell();
  const error = reportError(thrown);
  if (cell === running?.run.cell) lateErrors[cell] ??= error;
  else send({ type: 'late-error', cell, error });
}
