/** Program of the process in which a student's cells run. It obeys requests on descriptor 3 and decides nothing:
 * no message from here means "passed". */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { EARLIER_CELLS } from '../cell-modules.js';
import type { ErrorReport, Request } from '../wire/messages.js';
import { CellNamespace, type Definition } from './cell-namespace.js';
import { receive, send } from './channel.js';
import { Modules } from './modules.js';
import { Output } from './output.js';
import { runProbe } from './probe.js';
import { cellFileName, installStackTraces, registerSourceMap, reportError, TOP_LEVEL } from './stack-trace.js';
import { displayValue } from './value-display.js';

const { setImmediate } = globalThis;
const { chdir } = process;
const namespace = new CellNamespace();
const output = new Output();
const lateErrors = new Map<string, ErrorReport>();
let modules = new Modules(process.cwd());
let running: string | undefined;

/** The names of earlier cells, as emitted code sees them. */
const earlierCells: object = new Proxy(Object.create(null) as object, {
  get: (_target, name) => (typeof name === 'string' ? namespace.get(name) : undefined),
  set: (_target, name, value) => {
    namespace.set(String(name), value);
    return true;
  },
  has: (_target, name) => namespace.has(String(name)),
});

installStackTraces(path.dirname(fileURLToPath(import.meta.url)));
process.on('unhandledRejection', (reason) => asyncError(reason));
process.on('uncaughtException', (error) => asyncError(error));

receive((request) => {
  if (request.type === 'configure') configure(request);
  else if (request.type === 'run') void runCell(request);
  else void probeNotebook(request);
});

function configure({ modulesFrom, cwd, maxOutputBytes, role }: Request & { type: 'configure' }): void {
  chdir(cwd);
  modules = new Modules(modulesFrom);
  output.limit(maxOutputBytes);
  output.install();
  const host = {
    role,
    display: output.display.bind(output),
    get capturing() {
      return output.capturing;
    },
    probe: (code: string, name: string, input: unknown) => runProbe({ code, name, input, namespace, output, modules }),
    reportError,
  };
  Object.defineProperty(globalThis, Symbol.for('gradlab.host'), { value: Object.freeze(host) });
  send({ type: 'ready' });
}

async function runCell({ id, cell, js, map, values, localModules, localRoot }: Request & { type: 'run' }): Promise<void> {
  const fileName = cellFileName(cell);
  registerSourceMap(fileName, map);
  modules.update(localModules);
  output.begin(cell);
  lateErrors.delete(cell);
  running = cell;
  const cellApi = {
    value: undefined as unknown,
    define: (definitions: Definition[]) => namespace.define(definitions),
    defineAll: (exports: Record<string, unknown>) =>
      namespace.define(Object.keys(exports).filter((name) => name !== 'default').map((name) => [name, () => exports[name]])),
    has: (name: string) => namespace.has(name),
    get: (name: string) => namespace.get(name),
    require: (name: string) => (name === EARLIER_CELLS ? earlierCells : modules.load(name, localRoot)),
    import: (name: string) => modules.import(name, localRoot),
    meta: { url: `file://${localRoot}/${cell}.ts`, dirname: localRoot, filename: path.join(localRoot, `${cell}.ts`) },
  };
  let error: ErrorReport | undefined;
  try {
    await modules.prepare(importedNames(js), localRoot);
    const source = `(async function ${TOP_LEVEL}(__gradlab, require) { 'use strict'; return (async () => {\n${js}\n})(); })`;
    const body = vm.runInThisContext(source, { filename: fileName, lineOffset: -1 }) as (...args: unknown[]) => Promise<void>;
    await output.context.run(cell, () => body(cellApi, modules.requireFrom(localRoot)));
  } catch (thrown) {
    error = reportError(thrown);
  }
  await new Promise<void>((resolve) => setImmediate(resolve)); // Rejections that nobody handles are known only now.
  const unreached = namespace.settle(values);
  running = undefined;
  const value = error ? undefined : displayValue(cellApi.value);
  error ??= lateErrors.get(cell);
  send({ type: 'ran', id, unreached, ...(value ? { value } : {}), ...(error ? { error } : {}) });
}

async function probeNotebook({ id, code, name, input }: Request & { type: 'probe' }): Promise<void> {
  try {
    const value = await runProbe({ code, name, input, namespace, output, modules });
    send({ type: 'probed', id, value });
  } catch (thrown) {
    send({ type: 'probed', id, error: reportError(thrown) });
  }
}

/** An error that nobody awaited: it belongs to the cell that started the work, even if that has ended. */
function asyncError(thrown: unknown): void {
  const cell = output.cell();
  const error = reportError(thrown);
  if (cell === running) lateErrors.set(cell, lateErrors.get(cell) ?? error);
  else send({ type: 'late-error', cell, error });
}

function importedNames(js: string): string[] {
  return [...js.matchAll(/__gradlab\.require\("([^"]+)"\)/g)].map((match) => match[1]!).filter((name) => name !== EARLIER_CELLS);
}
