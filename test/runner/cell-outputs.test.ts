import { describe, expect, it } from 'vitest';
import { codeCell } from '../../src/notebook/notebook.js';
import { CellOutputs } from '../../src/runner/cell-outputs.js';

const ok = { status: 'ok', seconds: { compile: 0, run: 0 } } as const;

function two() {
  const [a, b] = [codeCell('a', ''), codeCell('b', '')];
  const outputs = new CellOutputs();
  outputs.open('a', a);
  return { a, b, outputs };
}

describe('CellOutputs', () => {
  it('joins neighbouring pieces of a stream, also those that come after the cell has ended', () => {
    const { a, b, outputs } = two();
    outputs.add({ type: 'stream', cell: 'a', name: 'stdout', text: 'one\ntw' });
    outputs.add({ type: 'stream', cell: 'a', name: 'stdout', text: 'o\n' });
    outputs.finish('a', ok, 1);
    outputs.open('b', b);
    outputs.add({ type: 'stream', cell: 'a', name: 'stdout', text: 'late' });
    outputs.finish('b', ok, 2);
    outputs.add({ type: 'stream', cell: 'b', name: 'stdout', text: 'after the last cell' });
    outputs.close();
    expect(a.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n', 'late'] }]);
    expect(b.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: ['after the last cell'] }]);
  });

  it('an update changes every display of that id, in any cell, and adds none; one of an unknown id is dropped', () => {
    const { a, b, outputs } = two();
    const show = (cell: string, text: string, update = false) =>
      outputs.add({
        type: 'display',
        cell,
        bundle: { 'text/plain': text },
        options: { displayId: 'd', update },
      });
    show('a', '1');
    outputs.open('b', b);
    show('b', '2');
    show('b', '3', true);
    outputs.add({
      type: 'display',
      cell: 'b',
      bundle: { 'text/plain': 'x' },
      options: { displayId: 'unknown', update: true },
    });
    for (const cell of [a, b])
      expect(cell.outputs).toEqual([
        { output_type: 'display_data', data: { 'text/plain': ['3'] }, metadata: {} },
      ]);
  });

  it('an error that nobody awaited stands in the cell that started the work', () => {
    const { a, b, outputs } = two();
    outputs.open('b', b);
    outputs.add({ type: 'late-error', cell: 'a', error: { name: 'Error', message: 'late', stack: [] } });
    expect(a.outputs).toEqual([
      { output_type: 'error', ename: 'Error', evalue: 'late', traceback: ['Error: late'] },
    ]);
    expect(b.outputs).toEqual([]);
  });

  it('opening a cell drops its stored outputs; output of a cell that is not known goes to the running one', () => {
    const cell = codeCell('a', '');
    cell.outputs = [{ output_type: 'stream', name: 'stdout', text: 'old' }];
    const outputs = new CellOutputs();
    outputs.add({ type: 'stream', cell: 'x', name: 'stdout', text: 'nowhere' });
    outputs.open('a', cell);
    outputs.add({ type: 'stream', cell: 'x', name: 'stderr', text: 'here' });
    outputs.close();
    expect(cell.outputs).toEqual([{ output_type: 'stream', name: 'stderr', text: ['here'] }]);
  });

  it('clearing drops what the cell has put out, at once or when the next output comes', () => {
    const { a, outputs } = two();
    const print = (text: string) => outputs.add({ type: 'stream', cell: 'a', name: 'stdout', text });
    print('one');
    outputs.add({ type: 'clear', cell: 'a', wait: false });
    expect(a.outputs).toEqual([]);
    print('two');
    outputs.add({ type: 'clear', cell: 'a', wait: true });
    expect(a.outputs.length).toBe(1);
    print('three');
    outputs.close();
    expect(a.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: ['three'] }]);
  });
});
