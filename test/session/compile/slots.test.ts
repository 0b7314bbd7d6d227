import { afterEach, expect, test, vi } from 'vitest';
import { CellCompiler } from '../../../src/session/compile/cell-compiler.js';
import { CellCompilerHost } from '../../../src/session/compile/compiler-host.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';

afterEach(() => vi.restoreAllMocks());

/** A notebook whose cells are run again and again; `highestSlot` is how many a compiler has had in memory. */
function openNotebook() {
  const setCell = vi.spyOn(CellCompilerHost.prototype, 'setCell');
  const compiler = new CellCompiler({ ...workplaceFor(undefined), editing: true });
  const run = (source: string): string => {
    const compiled = compiler.compile(source);
    if (!compiled.ok) return compiled.diagnostics.map(({ message }) => message).join();
    compiler.define(compiled.slot);
    return '';
  };
  const highestSlot = () => Math.max(...setCell.mock.calls.map(([name]) => Number(name.slice(1)) || 0));
  return { compiler, run, highestSlot };
}

test('cells that are run again take the place of those that nothing depends on any more', () => {
  const { compiler, run, highestSlot } = openNotebook();
  const definitions = [
    'interface Point { x: number }\nconst origin: Point = { x: 0 };',
    'const made = [origin];',
    'declare global { var everywhere: Point } globalThis.everywhere = origin;',
    'interface Point { y: string }', // What is typed with the first one keeps it.
  ];
  for (const cell of definitions) expect(run(cell)).toBe('');
  for (let i = 0; i < 100; i++) {
    expect(run(`const step = ${i}; function next(n: number) { return n + step; }`)).toBe('');
    expect(run(`next(step) + made[0]!.x`)).toBe('');
    expect(run('step.nothing')).toContain("Property 'nothing' does not exist on type");
    if (i % 10 === 0)
      expect(compiler.complete('made[0]!.', 9).matches.map(({ text }) => text)).toEqual(['x']);
  }
  expect(run('everywhere.x + origin.x + made[0]!.x')).toBe('');
  expect(run('const other: Point = { y: "a" }; other.y')).toBe('');
  expect(run('made[0]!.y')).toContain("Property 'y' does not exist on type");
  expect(highestSlot()).toBe(200);
});

test('cells with names of their own all stay, however many', () => {
  const { compiler, run, highestSlot } = openNotebook();
  expect(run('const n0 = { k: 1 };')).toBe('');
  for (let i = 1; i <= 220; i++)
    expect(run(`const n${i} = { ...n${Math.floor(i / 2)}, k${i}: ${i} };`)).toBe('');
  expect(run('n220.k + n220.k55 + n1.k1')).toBe('');
  expect(run('n1.k2')).toContain("Property 'k2' does not exist");
  expect(compiler.complete('n220.k22', 8).matches.map(({ text }) => text)).toEqual(['k220']);
  expect(highestSlot()).toBe(400);
});

test('what is global stays, also where a cell that makes it so comes last of all', () => {
  const { run, highestSlot } = openNotebook();
  for (let i = 0; highestSlot() < 400; i++) {
    expect(run(`const again = ${i};`)).toBe('');
    if (i >= 150) expect(run(`declare global { var g${i}: number } globalThis.g${i} = again;`)).toBe('');
  }
  expect(run('g150 + g151 + again')).toBe('');
});
