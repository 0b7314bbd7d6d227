import { splitLines, type Cell } from '../notebook/index.js';
import type { CellOutcome, SessionOutput } from '../session/index.js';

interface StreamOutput {
  output_type: 'stream';
  name: string;
  text: string[];
}

/** Collects what cells put out as nbformat outputs: streams joined, displays updated wherever they stand, late output
 * at the cell that started it. */
export class CellOutputs {
  readonly #cells = new Map<string, Cell>();
  readonly #text = new Map<StreamOutput, string[]>();
  readonly #displays = new Map<string, Record<string, unknown>[]>();
  /** Their outputs go when the next one comes. */
  readonly #cleared = new Set<Cell>();
  #current = '';

  /** A cell begins: its stored outputs go. */
  open(id: string, cell: Cell): void {
    cell.outputs = [];
    this.#cells.set(id, cell);
    this.#current = id;
  }

  add(event: SessionOutput): void {
    const cell = this.#cells.get(event.cell) ?? this.#cells.get(this.#current);
    if (!cell) return;
    if (event.type !== 'clear' && this.#cleared.delete(cell)) cell.outputs = [];
    if (event.type === 'stream') this.#stream(cell, event.name, event.text);
    else if (event.type === 'display') this.#display(cell, event);
    else if (event.type === 'clear') this.#clear(cell, event.wait);
    else cell.outputs.push(errorOutput(event.error.name, event.error.message, event.error.stack));
  }

  /** A cell has ended: its value or its error is added. */
  finish(id: string, outcome: CellOutcome, executionCount: number): void {
    const cell = this.#cells.get(id)!;
    if (outcome.status === 'ok' && outcome.value) {
      cell.outputs.push({
        output_type: 'execute_result',
        execution_count: executionCount,
        data: mimeData(outcome.value),
        metadata: {},
      });
    } else if (outcome.status === 'error') {
      cell.outputs.push(errorOutput(outcome.error.name, outcome.error.message, outcome.error.stack));
    } else if (outcome.status !== 'ok') {
      cell.outputs.push(errorOutput(outcome.status, outcome.reason, []));
    }
  }

  /** The run has ended: streams get the form in which they are stored. */
  close(): void {
    for (const [output, parts] of this.#text) output.text = splitLines(parts.join(''));
  }

  #clear(cell: Cell, wait: boolean): void {
    if (wait) this.#cleared.add(cell);
    else cell.outputs = [];
  }

  #stream(cell: Cell, name: string, text: string): void {
    const last = cell.outputs.at(-1) as StreamOutput | undefined;
    const parts = last && this.#text.get(last);
    if (parts && last.name === name) {
      parts.push(text);
      return;
    }
    const output: StreamOutput = { output_type: 'stream', name, text: [] };
    this.#text.set(output, [text]);
    cell.outputs.push(output);
  }

  #display(cell: Cell, { bundle, options }: SessionOutput & { type: 'display' }): void {
    const known = options.displayId === undefined ? undefined : this.#displays.get(options.displayId);
    if (options.update) {
      for (const output of known ?? [])
        Object.assign(output, { data: mimeData(bundle), metadata: options.metadata ?? {} });
      return;
    }
    const output = { output_type: 'display_data', data: mimeData(bundle), metadata: options.metadata ?? {} };
    if (options.displayId !== undefined) this.#displays.set(options.displayId, [...(known ?? []), output]);
    cell.outputs.push(output);
  }
}

function errorOutput(ename: string, evalue: string, stack: string[]): Record<string, unknown> {
  return { output_type: 'error', ename, evalue, traceback: stack.length ? stack : [`${ename}: ${evalue}`] };
}

/** Text as lists of lines, as nbformat stores it; JSON types as they are. */
function mimeData(bundle: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(bundle).map(([type, value]) => [
    type,
    typeof value === 'string' && !type.endsWith('json') ? splitLines(value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
