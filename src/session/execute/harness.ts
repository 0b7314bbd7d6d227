/** Program of the process in which a student's cells run. It obeys requests on descriptor 3 and decides nothing:
 * no message from here means "passed". */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { EARLIER_CELLS } from '../cell-modules.js';
import type { ErrorReport, Reply, Request } from '../wire/messages.js';
import { CellNamespace, type Definition } from './cell-namespace.js';
import { exit, limitMessages, receive, send } from './channel.js';
import { NO_FOLDER, UNABLE_TO_ANSWER } from './exit-codes.js';
import { dictionary } from './primordials.js';
import { Modules } from './modules.js';
import { Output } from './output.js';
import { runProbe } from './probe.js';
import {
  cellFileName,
  installStackTraces,
  registerSourceMap,
  reportError,
  TOP_LEVEL,
} from './stack-trace.js';
import { displayValue, undisplayable } from './value-display.js';

const { setImmediate, Promise: OwnPromise } = globalThis;
const { chdir } = process;
const { keys } = Object;
const { runInThisContext } = vm;
const namespace = new CellNamespace();
const output = new Output();
const lateErrors: Record<string, ErrorReport | undefined> = dictionary(null);
let modules = new Modules(process.cwd());
let running: string | undefined;

/** The names of earlier cells, as emitted code sees them. */
const earlierCells: object = new Proxy(Object.create(null) as object, {
  get: (_target, name) => (typeof name === 'string' ? namespace.get(name) : undefined),
  set: (_target, name, value) => {
    if (typeof name === 'string') namespace.set(name, value);
    return true;
  },
  has: (_target, name) => typeof name === 'string' && namespace.has(name),
});

installStackTraces(path.dirname(fileURLToPath(import.meta.url)));
process.on('unhandledRejection', (reason) => asyncError(reason));
process.on('uncaughtException', (error) => asyncError(error));

receive((request) => {
  if (request.type === 'configure') configure(request);
  else void answer(request);
});

type AnswerReply = Extract<Reply, { id: string }>;

/** Answers in any case: what a cell makes must not keep its own reply from being sent. */
async function answer(request: Exclude<Request, { type: 'configure' }>): Promise<void> {
  try {
    const reply = request.type === 'run' ? await runCell(request) : await probeNotebook(request);
    try {
      send(reply);
    } catch (error) {
      send(withoutValue(reply, error)); // Nothing of the reply has been sent.
    }
  } catch {
    exit(UNABLE_TO_ANSWER);
  }
}

function configure({ modulesFrom, cwd, maxOutputBytes, role }: Request & { type: 'configure' }): void {
  try {
    chdir(cwd);
  } catch {
    exit(NO_FOLDER);
  }
  modules = new Modules(modulesFrom);
  output.limit(maxOutputBytes);
  limitMessages(maxOutputBytes + SPARE_CHARACTERS);
  output.install();
  const host = {
    role,
    display: output.display.bind(output),
    get capturing() {
      return output.capturing;
    },
    probe: (code: string, name: string, input: unknown) =>
      runProbe({ code, name, input, namespace, output, modules, runCell: runCellAgain }),
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
  /** Names that it declares. */
  values: string[];
  localRoot: string;
  body: (...args: unknown[]) => Promise<void>;
}

const loadedCells: Record<string, LoadedCell | undefined> = dictionary(null);

async function runCell(request: Request & { type: 'run' }): Promise<AnswerReply> {
  const { id, cell, values, prepareOnly } = request;
  const thisRun = {};
  let last: { value?: unknown } = {};
  let error: ErrorReport | undefined;
  output.begin(cell);
  lateErrors[cell] = undefined;
  running = cell;
  try {
    const loaded = (loadedCells[cell] = await loadCell(request));
    if (!prepareOnly) last = await startCell(loaded, thisRun);
  } catch (thrown) {
    error = reportError(thrown);
  }
  await new OwnPromise<void>((resolve) => setImmediate(resolve)); // Rejections that nobody handles are known only now.
  const unreached = namespace.settle(values, thisRun);
  running = undefined;
  error ??= lateErrors[cell];
  if (error) return { type: 'ran', id, unreached, error };
  const shown = displayValue(last.value);
  return { type: 'ran', id, unreached, ...(shown ? { value: shown } : {}) };
}

async function loadCell(request: Request & { type: 'run' }): Promise<LoadedCell> {
  const { cell, js, map, values, imports, localModules, localRoot } = request;
  const filename = cellFileName(cell);
  registerSourceMap(filename, map, 1);
  modules.update(localModules);
  await modules.prepare(imports);
  const source = `(function ${TOP_LEVEL}(__gradlab, require) { 'use strict'; return (async () => {\n${js}\n})(); })`;
  const body = runInThisContext(source, { filename, lineOffset: -1 }) as LoadedCell['body'];
  return { cell, values, localRoot, body };
}

/** @returns The value of the cell's last expression, in an object: a promise is shown, not waited for. */
async function startCell(
  { cell, localRoot, body }: LoadedCell,
  thisRun: object,
): Promise<{ value?: unknown }> {
  let finished = false;
  let meta: ReturnType<typeof cellMeta> | undefined;
  const cellApi = {
    value: undefined as unknown,
    define: (definitions: Definition[]) => namespace.define(definitions, thisRun),
    defineAll: (exports: Record<string, unknown>) => namespace.define(starDefinitions(exports), thisRun),
    /** For names that are emitted as `var`, without a temporal dead zone. */
    reached: (value: unknown) => {
      if (value === undefined && !finished) throw new ReferenceError('Not reached');
      return value;
    },
    has: (name: string) => namespace.has(name),
    get: (name: string) => namespace.get(name),
    require: (name: string) => (name === EARLIER_CELLS ? earlierCells : modules.load(name, localRoot)),
    import: (name: unknown) => modules.import(name as string, localRoot),
    get meta() {
      return (meta ??= cellMeta(cell, localRoot));
    },
  };
  await output.context.run(cell, () => body(cellApi, modules.requireFrom(localRoot)));
  finished = true;
  return cellApi;
}

/** Runs a cell once more, for a probe: its names are forgotten afterwards.
 * @throws {ReferenceError} If there is no such cell, or whatever the cell throws. */
async function runCellAgain(cell: string): Promise<void> {
  const loaded = loadedCells[cell];
  if (!loaded) throw new ReferenceError(`The cell "${cell}" is not there`);
  const thisRun = {};
  try {
    await startCell(loaded, thisRun);
  } finally {
    namespace.forget(loaded.values, thisRun);
  }
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

async function probeNotebook({ id, code, name, input }: Request & { type: 'probe' }): Promise<AnswerReply> {
  try {
    const value = await runProbe({ code, name, input, namespace, output, modules, runCell: runCellAgain });
    return { type: 'probed', id, value };
  } catch (thrown) {
    return { type: 'probed', id, error: reportError(thrown) };
  }
}

/** An error that nobody awaited: it belongs to the cell that started the work, even if that has ended. */
function asyncError(thrown: unknown): void {
  const cell = output.cell();
  const error = reportError(thrown);
  if (cell === running) lateErrors[cell] ??= error;
  else send({ type: 'late-error', cell, error });
}
