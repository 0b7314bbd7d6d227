/** Program of the process that compiles cells. A student's code is read here and never runs. */
import { isDeepStrictEqual } from 'node:util';
import { startupSnapshot } from 'node:v8';
import { optimizeLater } from '../optimize-later.js';
import { keepInspectorClosed } from '../isolate/keep-inspector-closed.js';
import { CellCompiler, type CompiledCell } from './cell-compiler.js';
import { completenessOf, type Completeness } from './completeness.js';
import { declaredNames } from './declared-names.js';
import { watchParent } from './parent-watch.js';
import type { Completions, Inspection } from './completions.js';
import type { Workplace } from './workplace.js';

export type CompileRequest =
  /** `watchParent`: the system does not end the process with its parent. */
  | { id: number; type: 'start'; workplace: Workplace; watchParent: boolean }
  | { id: number; type: 'reset'; local: Workplace['local'] }
  | { id: number; type: 'compile'; source: string }
  | { id: number; type: 'foresee'; sources: string[] }
  | { id: number; type: 'declaredNames'; sources: string[] }
  | { id: number; type: 'complete'; source: string; at: number }
  | { id: number; type: 'inspect'; source: string; at: number }
  | { id: number; type: 'isComplete'; source: string }
  | { id: number; type: 'define'; slot: number; unreached: string[] };

export interface CompileReply {
  id: number;
  compiled?: CompiledCell;
  declaredNames?: string[][];
  completions?: Completions;
  inspection?: Inspection | undefined;
  completeness?: Completeness;
  /** To `start`: the image is of files that have changed since. */
  isImageOld?: true;
  /** A fault of the compiler itself. */
  fault?: string;
}

let compiler: CellCompiler | undefined;
let isForEditing = false;
let pause: NodeJS.Timeout | undefined;
/** What the first letter of a cell needs is there. */
let isReadyToHelp = false;
/** Left to practise with. */
let practiceCells = 50;
/** What a start-up image has ready. */
let imaged: { compiler: CellCompiler; workplace: Workplace } | undefined;

if (!startupSnapshot.isBuildingSnapshot()) start();

/** Makes a compiler ready that has read the libraries, and what notebooks import. */
export function intoImage({ workplace, cells }: { workplace: Workplace; cells: string[] }): void {
  imaged = { workplace, compiler: new CellCompiler(workplace) };
  imaged.compiler.rehearse(cells);
}

export function start(): void {
  optimizeLater();
  keepInspectorClosed();
  process.on('message', (request: CompileRequest) => {
    const reply = answer(request);
    if (request.type !== 'define') process.send!(reply);
    if (CHANGES_WHAT_IS_KNOWN.has(request.type)) isReadyToHelp = false;
    if (isForEditing) useTimeAfter(PAUSE_MS);
  });
  process.on('disconnect', () => process.exit());
  // A terminal's Ctrl-C reaches the whole group: when to end is the parent's to say.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
}

function answer(request: CompileRequest): CompileReply {
  const reply: CompileReply = { id: request.id };
  try {
    if (request.type === 'start') {
      if (request.watchParent) watchParent();
      Object.assign(reply, begin(request.workplace));
    } else if (request.type === 'reset') compiler!.reset(request.local);
    else if (request.type === 'compile') reply.compiled = compiler!.compile(request.source);
    else if (request.type === 'foresee') compiler!.foresee(request.sources);
    else if (request.type === 'declaredNames') reply.declaredNames = request.sources.map(declaredNames);
    else if (request.type === 'complete') reply.completions = compiler!.complete(request.source, request.at);
    else if (request.type === 'inspect') reply.inspection = compiler!.inspect(request.source, request.at);
    else if (request.type === 'isComplete') reply.completeness = completenessOf(request.source);
    else compiler!.define(request.slot, request.unreached);
  } catch (error) {
    reply.fault = error instanceof Error ? error.message : String(error);
  }
  return reply;
}

function begin(workplace: Workplace): Pick<CompileReply, 'isImageOld'> {
  const { local, ...rest } = workplace;
  const isOfImage = imaged !== undefined && isDeepStrictEqual(rest, imaged.workplace);
  const isUsable = isOfImage && imaged!.compiler.isUpToDate();
  if (isUsable) {
    compiler = imaged!.compiler;
    compiler.reset(local);
  } else {
    compiler = new CellCompiler(workplace);
    // Whoever types the first cell leaves time for it.
    if (workplace.editing) setImmediate(() => compiler!.warmUp());
  }
  isForEditing = workplace.editing ?? false;
  imaged = undefined;
  return isOfImage && !isUsable ? { isImageOld: true } : {};
}

/** While nobody asks, does what the next cell and its first letter would have to wait for. */
function useTimeAfter(ms: number): void {
  clearTimeout(pause);
  if (isReadyToHelp && practiceCells === 0) return;
  pause = setTimeout(() => {
    if (!isReadyToHelp) getReadyToHelp();
    else practise();
    useTimeAfter(PRACTICE_PAUSE_MS);
  }, ms);
}

/** TypeScript gets to know the cells as the first completion would have it do. */
function getReadyToHelp(): void {
  answer({ id: 0, type: 'complete', source: '', at: 0 });
  isReadyToHelp = true;
}

/** V8 gets to know the code that compiles cells: the first ones would take twice as long. */
function practise(): void {
  const n = practiceCells--;
  const cell = `const practice${n} = [${n}].map((n) => n + 1); practice${n}.length`;
  answer({ id: 0, type: 'foresee', sources: [cell] });
  if (n % 5 === 0) answer({ id: 0, type: 'complete', source: `[${n}].ma`, at: 7 });
}

const CHANGES_WHAT_IS_KNOWN = new Set<CompileRequest['type']>(['start', 'reset', 'compile', 'define']);
const PAUSE_MS = 100;
/** Between two things done beforehand: questions are answered first. */
const PRACTICE_PAUSE_MS = 20;
