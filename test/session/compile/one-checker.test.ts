import { afterEach, describe, expect, test, vi } from 'vitest';
import { CellCompiler } from '../../../src/session/compile/cell-compiler.js';
import { CellCompilerHost } from '../../../src/session/compile/compiler-host.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';

const workplace = workplaceFor(undefined);
const compiler = new CellCompiler(workplace);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What is said of each cell of a notebook. */
function compileAll(cells: readonly string[], by = compiler): unknown[] {
  by.reset(undefined);
  return cells.map((cell) => {
    const compiled = by.compile(cell);
    if (!compiled.ok) return compiled.diagnostics;
    by.define(compiled.slot);
    return compiled.values;
  });
}

/** The word makes TypeScript begin anew, as it must where a cell imports something. */
const withCheckerOfItsOwn = (cell: string, index: number) => `${cell}\n// import ${index}`;

const NOTEBOOKS: Record<string, string[]> = {
  'values and functions': [
    'const a = [1, 2].map((n) => ({ n }))',
    'function f(x: typeof a) { return x.at(0)?.n }',
    'let found = f(a)',
    'found = "text"',
    'found = 3; found.toFixed()',
    'a.map(({ m }) => m)',
  ],
  'types that grow': [
    'interface Shape { side: number }',
    'interface Shape { name: string }',
    'const square: Shape = { side: 1 }',
    'const named: Shape = { name: "s" }; type Names = keyof Shape',
    'const key: Names = "side"',
  ],
  'what a cell gets from a later one of the same name': [
    'let x = 1; const old = () => x',
    'let x = "text"',
    'old().toFixed(); x.toUpperCase()',
    'x.toFixed()',
    'old().toUpperCase()',
  ],
  'a class and what extends it': [
    'abstract class Layer<T> { abstract call(input: T): T; get twice() { return (x: T) => this.call(this.call(x)) } }',
    'class Add extends Layer<number> { constructor(readonly by: number) { super() } call(x: number) { return x + this.by } }',
    'class Wrong extends Layer<string> { call(x: number) { return x } }',
    'new Add(2).twice(1)',
    'new Add("2")',
    'new Layer<number>()',
  ],
  'values without a type of their own': [
    'let best; const rows = []',
    'rows.push(1); best = 2',
    'rows.at(0).x',
  ],
  'unions, whose members are told in an order': [
    'type B = "z" | "y" | 3; const c: "y" | "x" = "y"',
    'const d: B = "z" as B',
    'const e: boolean = d',
    'const g = Math.random() > 2 ? c : d; const h: undefined = g',
  ],
  'an error twice': ['nowhere.x', 'nowhere.x', 'const nowhere = { x: 1 }', 'nowhere.x'],
  'comments for TypeScript': [
    '// @ts-expect-error\nconst wrong: number = "1"',
    '// @ts-expect-error\nconst right = 1',
    '// @ts-ignore\nconst ignored: string = 1; ignored.at(0)',
  ],
  'global names': [
    'var fetched = structuredClone([1]); fetched',
    'process.argv.length + fetched[0]!',
    'Process',
  ],
};

describe('cells that share a checker', () => {
  test.each(Object.entries(NOTEBOOKS))('%s: as with a checker of their own', (_what, cells) => {
    expect(compileAll(cells)).toEqual(compileAll(cells.map(withCheckerOfItsOwn)));
  });

  test('the same error is told in the same words, whatever has been checked before', () => {
    const cells = NOTEBOOKS['unions, whose members are told in an order']!;
    const told = compileAll(cells).slice(2);
    const before = ['const q: 3 | "y" | "z" | "x" = "x"', 'const p = [q, "w" as "w" | 3]'];
    expect(compileAll([...before, ...cells]).slice(4)).toEqual(told);
  });

  test('no program is made for a cell that imports nothing', () => {
    compileAll(['const first = 1']);
    const read = vi.spyOn(CellCompilerHost.prototype, 'getSourceFile');
    expect(compiler.compile('const second = 2').ok).toBe(true);
    expect(compiler.compile('const third: number[] = [second]; third').ok).toBe(false); // Has not run.
    const asOften = read.mock.calls.length;
    expect(asOften).toBeGreaterThan(0);
    for (let index = 0; index < 20; index++) {
      const compiled = compiler.compile(`const n${index} = first + ${index}`);
      expect(compiled.ok).toBe(true);
    }
    expect(read).toHaveBeenCalledTimes(asOften);
  });

  test('many cells: the next ones share another', () => {
    const cells = Array.from({ length: 450 }, (_, n) => `const c${n} = ${n < 50 ? n : `c${n - 50} + 1`}`);
    expect(compileAll(cells)).toEqual(cells.map((_, n) => [`c${n}`]));
    expect(compiler.compile('const last: number = c449').ok).toBe(true);
    expect(compiler.compile('const last: string = c449').ok).toBe(false);
  });

  test('what a cell that does not compile declares as global does not count', () => {
    const [wrong, used] = compileAll(['declare global { var ghost: number } const n: string = 1', 'ghost']);
    expect(wrong).toMatchObject([{ code: 2322 }]);
    expect(used).toMatchObject([{ code: 2304 }]);
  });
});

/** They make something global, or try to see what is not theirs. */
const INTRUDERS: Record<string, string[]> = {
  'a global number': ['declare global { var shared: number } export {}', 'shared.toFixed()', 'shared.at(0)'],
  'a global text': [
    'const before = 1',
    'declare global { var shared: string } export {}',
    'shared.at(before)',
  ],
  'both, one after the other': [
    'declare global { interface Shared { a: number } } export {}',
    'declare global { interface Shared { b: string } } export {}',
    'const own: Shared = { a: 1, b: "x" }',
    'const other: Shared = { a: 1 }',
  ],
  'both, the other way round': [
    'declare global { interface Shared { b: string } } export {}',
    'declare global { interface Shared { a: number } } export {}',
    'const own: Shared = { a: 1, b: "x" }',
  ],
  'nothing of it': ['shared', 'const s: Shared = { a: 1 }', 'import * as path from "node:path"', 'path.sep'],
  'cells by our names': [
    'const a = [1, 2].map((n) => ({ n }))',
    'type All = typeof __gradlab_cells; const s: All["s5"] = 1',
    'const t: __gradlab_cells.t2 = 1',
    'type Third = typeof import("gradlab-cells:s3"); const third: Third = 1',
    'const fourth = await import("gradlab\\u002dcells:s4")',
    'const \\u005f_gradlab_cells = 1',
    'a.length',
  ],
};

describe('notebooks that share a checker', () => {
  const notebooks = Object.values({ ...NOTEBOOKS, ...INTRUDERS });
  const alone = notebooks.map((cells) => compileAll(cells, new CellCompiler(workplace)));

  test('whatever has come before: as in a compiler of their own', () => {
    const after = new CellCompiler(workplace);
    const seen: unknown[] = [];
    for (let turn = 0; turn < 90; turn++) {
      const which = ((turn * turn + 5 * turn) % notebooks.length) ^ (turn % 2);
      const cells = notebooks[which % notebooks.length]!;
      if (turn % 3) {
        after.reset(undefined);
        after.foresee(cells);
      }
      seen.push([turn, compileAll(cells, after)]);
      expect(seen.at(-1)).toEqual([turn, alone[which % notebooks.length]]);
    }
  });

  test('cells that are the same are not checked again', () => {
    const cells = [
      'import * as tf from "@tensorflow/tfjs"',
      'const two = tf.scalar(2)',
      'const four = two.mul(2)',
    ];
    compileAll(cells);
    const read = vi.spyOn(CellCompilerHost.prototype, 'getSourceFile');
    compileAll([...cells, 'const eight: tf.Tensor = four.mul(two)']);
    expect(read).not.toHaveBeenCalled();
  });

  test('GRADLAB_REUSE=off: each cell gets one of its own, and the same is said of it', () => {
    const cells = NOTEBOOKS['values and functions']!;
    const said = compileAll(cells);
    vi.stubEnv('GRADLAB_REUSE', 'off');
    const read = vi.spyOn(CellCompilerHost.prototype, 'getSourceFile');
    expect(compileAll(cells)).toEqual(said);
    const programs = () => read.mock.calls.filter(([file]) => file.includes('lib.es5')).length;
    expect(programs()).toBe(cells.length);
  });
});

test('the compiler’s names for other cells do not exist', () => {
  const said = compileAll(INTRUDERS['cells by our names']!);
  expect(said).toEqual([
    ['a'],
    [{ code: 2304, line: 1, column: 19, length: 15, message: "Cannot find name '__gradlab_cells'." }],
    [{ code: 2304, line: 1, column: 10, length: 15, message: "Cannot find name '__gradlab_cells'." }],
    [{ code: 2304, line: 1, column: 28, length: 18, message: "Cannot find module 'gradlab-cells:s3'." }],
    [{ code: 2304, line: 1, column: 29, length: 23, message: "Cannot find module 'gradlab-cells:s4'." }],
    [{ code: 2304, line: 1, column: 7, length: 20, message: "Cannot find name '__gradlab_cells'." }],
    [],
  ]);
});
