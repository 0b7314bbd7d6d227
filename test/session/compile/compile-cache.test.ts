import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CellCompiler, type CompiledCell } from '../../../src/session/compile/cell-compiler.js';
import { CompileCache } from '../../../src/session/compile/compile-cache.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';
import { temporaryFolder } from '../run-cells.js';

const root = temporaryFolder();
for (const [file, type] of Object.entries({ numbers: 'number', texts: 'string' }))
  fs.writeFileSync(
    path.join(root, `${file}.ts`),
    `declare global { var everything: ${type} }; export const ${file} = 1;`,
  );
const compiler = new CellCompiler(workplaceFor(undefined, { root }));
afterEach(() => vi.restoreAllMocks());

const cameTo = ({ ok }: CompiledCell) => (ok ? 'ok' : 'error');

/** Compiles the cells of a notebook, one after another.
 * @returns What each came to. */
function notebook(...cells: (string | { source: string; unreached: string[] })[]): string[] {
  compiler.reset({ root, files: ['numbers.ts', 'texts.ts'] });
  return cells.map((cell) => {
    const { source, unreached } = typeof cell === 'string' ? { source: cell, unreached: [] } : cell;
    const compiled = compiler.compile(source);
    if (compiled.ok) compiler.define(compiled.slot, unreached);
    return cameTo(compiled);
  });
}

/** How many cells of the notebook are compiled. */
function checkedCells(...cells: string[]): number {
  const keep = vi.spyOn(CompileCache.prototype, 'set');
  notebook(...cells);
  return keep.mock.calls.length;
}

describe('a cell is compiled again only if something that it depends on has changed', () => {
  test('the same notebook is not looked at again', () => {
    const cells = ['const a = 1', 'const b = a + 1', 'b'];
    notebook(...cells);
    expect(checkedCells(...cells)).toBe(0);
  });

  test('a changed cell costs itself and the cells that use its names, and those that use theirs', () => {
    notebook('const a1 = 1', 'const b1 = a1', 'const c1 = b1', 'const other = 2', 'other + 1');
    expect(
      checkedCells('const a1 = 5', 'const b1 = a1', 'const c1 = b1', 'const other = 2', 'other + 1'),
    ).toBe(3);
  });

  test('a cell in between that nobody uses costs itself alone', () => {
    notebook('const a2 = 1', 'a2 + 1');
    expect(checkedCells('const a2 = 1', 'const between = 7', 'a2 + 1')).toBe(1);
  });
});

describe('what a cell depends on is found out, however it comes', () => {
  test.each<[string, Parameters<typeof notebook>, string[], Parameters<typeof notebook>, string[]]>([
    [
      'the type of a value',
      ['const x: number = 1', 'x.toFixed()'],
      ['ok', 'ok'],
      ['const x: string = "1"', 'x.toFixed()'],
      ['ok', 'error'],
    ],
    [
      'a type, two cells away',
      ['type N = number', 'let y: N | undefined', 'y = 1'],
      ['ok', 'ok', 'ok'],
      ['type N = string', 'let y: N | undefined', 'y = 1'],
      ['ok', 'ok', 'error'],
    ],
    [
      'the cell that defined a name last',
      ['let z = 1', 'let z2 = "s"', 'z.toFixed()'],
      ['ok', 'ok', 'ok'],
      ['let z = 1', 'let z = "s"', 'z.toFixed()'],
      ['ok', 'ok', 'error'],
    ],
    [
      'a name that a cell did not get to define',
      ['let q = 1', 'throw 0; let q = "s"', 'q.toFixed()'],
      ['ok', 'ok', 'error'],
      ['let q = 1', { source: 'throw 0; let q = "s"', unreached: ['q'] }, 'q.toFixed()'],
      ['ok', 'ok', 'ok'],
    ],
    [
      'a name that is there or not',
      ['const here = 1', 'here'],
      ['ok', 'ok'],
      ['const there = 1', 'here'],
      ['ok', 'error'],
    ],
    [
      'global names that a cell declares',
      ['declare global { var everywhere: number }; export {}', 'everywhere.toFixed()'],
      ['ok', 'ok'],
      ['declare global { var everywhere: string }; export {}', 'everywhere.toFixed()'],
      ['ok', 'error'],
    ],
    [
      'global names of a file that a cell only passes on',
      ['export * from/* here */"./numbers.ts"', 'everything.toFixed()'],
      ['ok', 'ok'],
      ['export * from/* here */"./texts.ts"', 'everything.toFixed()'],
      ['ok', 'error'],
    ],
    [
      'what a cell adds to a module',
      [
        'import "node:os"; declare module "node:os" { const colour: number }',
        'import { colour } from "node:os"; colour.toFixed()',
      ],
      ['ok', 'ok'],
      [
        'import "node:os"; declare module "node:os" { const colour: string }',
        'import { colour } from "node:os"; colour.toFixed()',
      ],
      ['ok', 'error'],
    ],
    [
      'a class that another one extends',
      ['class Base { size = 1 }', 'class Own extends Base {}', 'new Own().size.toFixed()'],
      ['ok', 'ok', 'ok'],
      ['class Base { size = "1" }', 'class Own extends Base {}', 'new Own().size.toFixed()'],
      ['ok', 'ok', 'error'],
    ],
    [
      'whether a name is a value or only a type',
      ['class Both {}', 'const made = new Both()'],
      ['ok', 'ok'],
      ['interface Both {}', 'const made = new Both()'],
      ['ok', 'error'],
    ],
  ])('%s', (_what, first, expectedFirst, second, expectedSecond) => {
    expect(notebook(...first)).toEqual(expectedFirst);
    expect(notebook(...second)).toEqual(expectedSecond);
    expect(notebook(...first)).toEqual(expectedFirst);
  });
});
