import vm from 'node:vm';
import { dictionary } from '../primordials.js';

import type { CellNamespace } from './cell-namespace.js';
import type { Modules } from './modules.js';
import type { CapturedOutput } from './output.js';
import type { MimeBundle } from '../wire/messages.js';

/** What a probe can do with the student's notebook. */
export interface ProbedNotebook {
  /** A name of the notebook, as a new cell would see it.
   * @throws {ReferenceError} If no cell has defined it. */
  value(name: string): unknown;
  has(name: string): boolean;
  /** Puts a value in place of a name until the probe ends; cells that use it across cells see it. */
  standIn(name: string, value: unknown): void;
  /** Runs a cell with what the names mean now, stand-ins included: one that has run before, or that was held back as an
   * experiment. Names that it declares are forgotten afterwards.
   * @param id Of the cell.
   * @throws {ReferenceError} If there is no such cell, or whatever the cell throws. */
  runCell(id: string): Promise<void>;
  /** What was displayed since the probe began, oldest first. */
  readonly displayed: MimeBundle[];
  /** What was printed since the probe began. */
  readonly printed: string;
}

/** A probe, and what it needs of the process that runs the notebook. */
export interface ProbeRun {
  /** The module of probes, as CommonJS. */
  code: string;
  name: string;
  input: unknown;
  namespace: Pick<CellNamespace, 'get' | 'has' | 'standIn'>;
  output: { capture(): CapturedOutput; release(): void };
  modules: Pick<Modules, 'requireFrom'>;
  /** Where the notebook lies: not the working folder, which a cell can change and remove. */
  folder: string;
  /** @param standIns Names that the probe has put something in place of. */
  runCell: (id: string, standIns: readonly string[]) => Promise<void>;
}

/** Runs one probe: a function of a module of probes, called with the notebook and an input. Output made meanwhile goes
 * to the probe, and stand-ins end with it. */
export async function runProbe({
  code,
  name,
  input,
  namespace,
  output,
  modules,
  folder,
  runCell,
}: ProbeRun): Promise<unknown> {
  const captured = output.capture();
  const undo: (() => void)[] = [];
  const standIns: string[] = [];
  let last = '';
  const notebook: ProbedNotebook = {
    value: (wanted) => namespace.get((last = wanted)),
    has: (wanted) => namespace.has(wanted),
    standIn: (wanted, value) => {
      undo[undo.length] = namespace.standIn(wanted, value);
      standIns[standIns.length] = wanted;
    },
    runCell: (id) => runCell(id, standIns),
    get displayed() {
      return captured.displayed;
    },
    get printed() {
      return captured.printed;
    },
  };
  try {
    const probe = loadProbes(code, modules.requireFrom(folder))[name] as {
      run(notebook: ProbedNotebook, input: unknown): unknown;
    };
    return await probe.run(notebook, input);
  } catch (thrown) {
    // The probe has called what the notebook has under that name.
    if (thrown instanceof TypeError && thrown.message === 'notebook.value(...) is not a function')
      throw new TypeError(`${last} is not a function`);
    throw thrown;
  } finally {
    for (let i = undo.length - 1; i >= 0; i--) undo[i]!();
    output.release();
  }
}

const loaded: Record<string, Record<string, unknown> | undefined> = dictionary(null);
/** As it was before any student's code ran: who replaces it would get the probes, and could answer in their place. */
const { runInThisContext } = vm;

function loadProbes(code: string, require: NodeJS.Require): Record<string, unknown> {
  let probes = loaded[code];
  if (!probes) {
    // Without a prototype, on which a setter could wait for a probe's name.
    const exports: Record<string, unknown> = dictionary(null);
    const module = { __proto__: null, exports };
    const run = runInThisContext(`(function (exports, require, module) {'use strict';${code}\n})`, {
      filename: 'probe',
    }) as (...args: unknown[]) => void;
    run(exports, require, module);
    loaded[code] = probes = exports;
  }
  return probes;
}
