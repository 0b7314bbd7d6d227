import { expect, test, vi } from 'vitest';
import { CellCompiler, type CompiledCell } from '../../../src/session/compile/cell-compiler.js';
import { CompileCache } from '../../../src/session/compile/compile-cache.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';

const workplace = workplaceFor(undefined);
const together = new CellCompiler(workplace);
const alone = new CellCompiler(workplace);

/** What each cell of a notebook is compiled to, whatever slot it got. */
function compileAll(compiler: CellCompiler, cells: string[], unreached: string[] = []): CompiledCell[] {
  compiler.reset(undefined);
  return cells.map((cell) => {
    const compiled = compiler.compile(cell);
    if (!compiled.ok) return compiled;
    compiler.define(compiled.slot, unreached);
    return { ...compiled, slot: 0 };
  });
}

const NOTEBOOKS: Record<string, string[]> = {
  'names of every kind': [
    'const a = 1; let b = [a]; var c = { a }',
    'function f(x: typeof b) { return x.map(String) } class K { readonly #p = a; get p() { return this.#p } }',
    'enum E { one = 1 } interface I { k: K } type T = I["k"]',
    'const made: T = new K(); b = [E.one, made.p]; f(b)',
  ],
  'a name that is declared again': [
    'const v = 1',
    'const w = v + 1',
    'const v = "text"',
    'const u: string = v + w',
  ],
  'types that are found out later': ['let best; const rows = []', 'rows.push(1); best = 2', 'rows[0] + best'],
  'an error in the middle': ['const n = 1', 'const wrong: string = n', 'const right: number = n', 'wrong'],
  'no TypeScript at all in the middle': ['const n = 1', 'const = (', 'const m = n'],
  'an error in what an earlier cell has made': ['const k = { a: 1 }', 'k.b', 'k.a = "x"', 'k.a.toFixed()'],
  'imports in the middle': ['const n = 1', 'import * as path from "node:path"', 'path.join(String(n), "x")'],
  'what changes what is global': [
    'const n = 1',
    'declare global { var everywhere: number } globalThis.everywhere = n',
    'everywhere + n',
  ],
  'exports and namespaces': [
    'export const a = 1; export default a',
    'namespace N { export const x = 2 }',
    'N.x + a',
  ],
  'nothing to check': ['// @ts-nocheck\nconst loose: number = "text"', 'loose'],
  'the same cell twice': ['let n = 0', 'n += 1', 'n += 1'],
};

test.each(Object.entries(NOTEBOOKS))(
  '%s: cells are compiled to the same together and alone',
  (_what, cells) => {
    together.reset(undefined);
    together.foresee(cells);
    expect(compileAll(together, cells)).toEqual(compileAll(alone, cells));
  },
);

test('what was foreseen and came otherwise is compiled anew', () => {
  together.reset(undefined);
  together.foresee(['const n = 1', 'const m: number = n']);
  expect(compileAll(together, ['const n = "text"', 'const m: number = n']).map(({ ok }) => ok)).toEqual([
    true,
    false,
  ]);
  // The first cell throws before it gets to its name.
  together.reset(undefined);
  together.foresee(['const z = 1', 'z']);
  expect(compileAll(together, ['const z = 1', 'z'], ['z']).map(({ ok }) => ok)).toEqual([true, false]);
});

test('cells that are foreseen are compiled once, and leave no trace', () => {
  const cells = ['const p1 = 1', 'const p2 = p1', 'const p3 = p2'];
  together.reset(undefined);
  together.foresee(cells);
  const kept = vi.spyOn(CompileCache.prototype, 'set');
  expect(compileAll(together, cells).every(({ ok }) => ok)).toBe(true);
  expect(kept).not.toHaveBeenCalled();
  kept.mockRestore();
  together.reset(undefined);
  together.foresee(['const ghost = 1']);
  expect(together.compile('ghost')).toMatchObject({ ok: false });
});

test('more cells than there is room for', () => {
  const cells = Array.from({ length: 150 }, (_, at) =>
    at ? `const c${at} = c${at - 1} + 1` : 'const c0 = 0',
  );
  together.reset(undefined);
  together.foresee(cells);
  expect(compileAll(together, cells).every(({ ok }) => ok)).toBe(true);
});

test('the names of a cell that is still running count when it has run, whatever is foreseen meanwhile', () => {
  together.reset(undefined);
  const running = together.compile('const slow = 1') as CompiledCell & { ok: true };
  together.foresee(['const practice = 2; practice']);
  together.define(running.slot);
  expect(together.compile('const next: number = slow').ok).toBe(true);
});
