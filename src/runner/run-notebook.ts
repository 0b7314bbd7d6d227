import type { Cell, Notebook } from '../notebook/index.js';
import { Session, type CellOutcome, type SessionOptions } from '../session/index.js';
import { CellOutputs } from './cell-outputs.js';

export interface RunOptions {
  session: Omit<SessionOptions, 'onOutput'>;
  /** Go on after a cell that fails. */
  allowErrors: boolean;
  onCell?: (cell: Cell, index: number, of: number) => void;
}

export interface RunSummary {
  /** The first cell that failed, and how. */
  failure?: { cell: string; index: number; message: string; stack: string[] };
  cells: number;
  seconds: number;
  peakMiB: number;
}

/** Runs a notebook from top to bottom in one fresh session, as nbclient does: outputs replace the stored ones, the first
 * error ends the run unless errors are allowed (or the cell has the tag `raises-exception`), cells with the tag
 * `skip-execution` keep their outputs. Changes the notebook in place; what was put out before an error is kept. */
export async function runNotebook(notebook: Notebook, { session: options, allowErrors, onCell }: RunOptions): Promise<RunSummary> {
  const code = notebook.cells.filter((cell) => cell.kind === 'code' && cell.source.trim() !== '' && !hasTag(cell, 'skip-execution'));
  const outputs = new CellOutputs();
  const started = performance.now();
  const session = await Session.start({ ...options, onOutput: (event) => outputs.add(event) });
  const summary: RunSummary = { cells: 0, seconds: 0, peakMiB: 0 };
  try {
    for (const [index, cell] of code.entries()) {
      onCell?.(cell, index, code.length);
      const id = cell.id ?? `cell-${index + 1}`;
      outputs.open(id, cell);
      const outcome = await session.execute(id, cell.source);
      cell.executionCount = index + 1;
      outputs.finish(id, outcome, index + 1);
      summary.cells++;
      if (outcome.status === 'ok') continue;
      summary.failure ??= { cell: id, index, ...failureOf(outcome) };
      if (!allowErrors && !hasTag(cell, 'raises-exception')) break;
    }
  } finally {
    summary.peakMiB = session.peakMiB;
    await session.close();
    summary.seconds = (performance.now() - started) / 1000;
  }
  return summary;
}

function failureOf(outcome: Exclude<CellOutcome, { status: 'ok' }>): { message: string; stack: string[] } {
  if (outcome.status === 'error') return { message: `${outcome.error.name}: ${outcome.error.message}`, stack: outcome.error.stack };
  return { message: outcome.reason, stack: [] };
}

function hasTag({ metadata }: Cell, tag: string): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes(tag);
}
