import type { Cell, Notebook } from '../notebook/index.js';
import { Session, type CellOutcome, type SessionOptions } from '../session/index.js';
import { CellOutputs } from './cell-outputs.js';

export interface RunOptions {
  session: Omit<SessionOptions, 'onOutput'>;
  /** Go on after a cell that fails. */
  allowErrors: boolean;
  onCell?: (cell: Cell, index: number, of: number) => void;
  /** Ends the run; what was put out so far is kept. */
  signal?: AbortSignal;
}

export interface RunSummary {
  /** The first cell that failed without being meant to, and how. `index` counts all cells of the notebook, from 0. */
  failure?: { cell: string; index: number; message: string; stack: string[] };
  cells: number;
  seconds: number;
  peakMiB: number;
}

/** Runs a notebook from top to bottom in one fresh session, as nbclient does: outputs replace the stored ones, the first
 * error ends the run unless errors are allowed (or the cell has the tag `raises-exception`), cells with the tag
 * `skip-execution`, and cells after the end, keep their outputs. Changes the notebook in place; what was put out before an error is kept. */
export async function runNotebook(
  notebook: Notebook,
  { session: options, allowErrors, onCell, signal }: RunOptions,
): Promise<RunSummary> {
  const code = notebook.cells.filter(
    (cell) => cell.kind === 'code' && cell.source.trim() !== '' && !hasTag(cell, 'skip-execution'),
  );
  const outputs = new CellOutputs();
  const taken = new Set<string>();
  const started = performance.now();
  const session = await Session.start({ ...options, onOutput: (event) => outputs.add(event) });
  const end = () => void session.close();
  signal?.addEventListener('abort', end, { once: true });
  const summary: RunSummary = { cells: 0, seconds: 0, peakMiB: 0 };
  try {
    for (const [index, cell] of code.entries()) {
      if (signal?.aborted) break;
      onCell?.(cell, index, code.length);
      const place = notebook.cells.indexOf(cell);
      const id = idOf(cell, place, taken);
      outputs.open(id, cell);
      const outcome = await session.execute(id, cell.source);
      cell.executionCount = index + 1;
      outputs.finish(id, outcome, index + 1);
      summary.cells++;
      if (outcome.status === 'ok') continue;
      // A tag excuses an error, not the loss of everything that the cells have made.
      if (outcome.status === 'error' && hasTag(cell, 'raises-exception')) continue;
      summary.failure ??= { cell: id, index: place, ...failureOf(outcome) };
      if (!allowErrors) break;
    }
  } finally {
    signal?.removeEventListener('abort', end);
    summary.peakMiB = session.peakMiB;
    await session.close();
    outputs.close();
    summary.seconds = (performance.now() - started) / 1000;
  }
  return summary;
}

function failureOf(outcome: Exclude<CellOutcome, { status: 'ok' }>): { message: string; stack: string[] } {
  if (outcome.status === 'error')
    return { message: `${outcome.error.name}: ${outcome.error.message}`, stack: outcome.error.stack };
  return { message: outcome.reason, stack: [] };
}

/** What output events name a cell by: a damaged notebook may have an id twice. */
function idOf({ id }: Cell, place: number, taken: Set<string>): string {
  let unique = id ?? `cell-${place + 1}`;
  for (let count = 2; taken.has(unique); count++) unique = `${id ?? `cell-${place + 1}`}-${count}`;
  taken.add(unique);
  return unique;
}

function hasTag({ metadata }: Cell, tag: string): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes(tag);
}
