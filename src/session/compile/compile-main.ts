/** Program of the process that compiles cells. A student's code is read here and never runs. */
import { keepInspectorClosed } from '../isolate/keep-inspector-closed.js';
import { CellCompiler, type CompiledCell } from './cell-compiler.js';
import { completenessOf, type Completeness } from './completeness.js';
import type { Completions, Inspection } from './language-service.js';
import type { Workplace } from './workplace.js';

export type CompileRequest =
  | { id: number; type: 'start'; workplace: Workplace }
  | { id: number; type: 'reset'; local: Workplace['local'] }
  | { id: number; type: 'compile'; source: string }
  | { id: number; type: 'complete'; source: string; at: number }
  | { id: number; type: 'inspect'; source: string; at: number }
  | { id: number; type: 'isComplete'; source: string }
  | { id: number; type: 'define'; slot: number; unreached: string[] };

export interface CompileReply {
  id: number;
  compiled?: CompiledCell;
  completions?: Completions;
  inspection?: Inspection | undefined;
  completeness?: Completeness;
  /** A fault of the compiler itself. */
  fault?: string;
}

keepInspectorClosed();
let compiler: CellCompiler | undefined;

process.on('message', (request: CompileRequest) => {
  const reply: CompileReply = { id: request.id };
  try {
    if (request.type === 'start') {
      compiler = new CellCompiler(request.workplace);
      // Whoever types the first cell leaves time for it.
      if (request.workplace.editing) setImmediate(() => compiler!.warmUp());
    } else if (request.type === 'reset') compiler!.reset(request.local);
    else if (request.type === 'compile') reply.compiled = compiler!.compile(request.source);
    else if (request.type === 'complete') reply.completions = compiler!.complete(request.source, request.at);
    else if (request.type === 'inspect') reply.inspection = compiler!.inspect(request.source, request.at);
    else if (request.type === 'isComplete') reply.completeness = completenessOf(request.source);
    else compiler!.define(request.slot, request.unreached);
  } catch (error) {
    reply.fault = error instanceof Error ? error.message : String(error);
  }
  process.send!(reply);
});
process.on('disconnect', () => process.exit());
// A terminal's Ctrl-C reaches the whole group: when to end is the parent's to say.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
