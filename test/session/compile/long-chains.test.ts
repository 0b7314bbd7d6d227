import { expect, it } from 'vitest';
import { CellCompiler } from '../../../src/session/compile/cell-compiler.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';

const CELLS = 450;

it.each([
  ['variables', (n: number) => `const v${n} = ${n ? `v${n - 1}.map((x) => x + 1)` : '[1]'};`, 'v'],
  ['functions', (n: number) => `function f${n}() { return ${n ? `f${n - 1}()` : '[1]'}; }`, 'f'],
])('450 cells of %s, each with its type from the one before, can be checked anew', (_what, cell, name) => {
  const compiler = new CellCompiler({ ...workplaceFor(undefined), editing: true });
  for (let n = 0; n < CELLS; n++) {
    const compiled = compiler.compile(cell(n));
    if (!compiled.ok) throw new Error(compiled.diagnostics[0]!.message);
    compiler.define(compiled.slot);
  }
  const last = name === 'v' ? `v${CELLS - 1}` : `f${CELLS - 1}()`;
  const texts = (source: string) => compiler.complete(source, source.length).matches.map(({ text }) => text);
  expect(texts(`${last}.ma`)).toEqual(['map']);
  expect(compiler.compile(`const wrong: string = ${last};`)).toMatchObject({
    ok: false,
    diagnostics: [{ message: "Type 'number[]' is not assignable to type 'string'." }],
  });
  expect(compiler.inspect(last, 1)?.signature).toContain('number[]');
  expect(compiler.compile(`import os from 'node:os';\nos.cpus().length + ${last}[0]!`)).toMatchObject({
    ok: true,
  });
});
