import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CellCompiler } from '../../../src/session/compile/cell-compiler.js';
import { workplaceFor } from '../../../src/session/compile/workplace.js';

const compiler = () => new CellCompiler({ ...workplaceFor(undefined), editing: true });

function run(cell: string, ...by: CellCompiler[]): void {
  for (const one of by) {
    const compiled = one.compile(cell);
    if (compiled.ok) one.define(compiled.slot);
  }
}

const names = (by: CellCompiler, source: string) =>
  by.complete(source, source.length).matches.map(({ text }) => text);

describe('a cell that is being written', () => {
  const kept = compiler();
  const renewed = compiler();
  /** A cell that is only foreseen makes all programs old. */
  const renew = () => renewed.foresee(['0']);

  it.each([
    ['names of other cells', 'const doubled = rates.map((rate) => rate * 2);\ndoubled.at(0)'],
    ['a block that is still open', 'for (const { x, y } of points) {\n  meter.add(x).add(y).to'],
    ['a text that is still open', 'const text = `${rates.len'],
    ['names that the cell itself declares anew', 'const rates = [{ low: 1 }];\nrates[0]!.lo'],
    ['types', 'interface Line { from: Point; to: Point }\nconst line = {} as Line;\nline.from.x'],
    ['imports', "import os from 'node:os';\nos.cpus().length"],
    ['what it makes global', 'declare global { var seen: number }\nglobalThis.seen'],
  ])('is told the same with a checker that is kept from letter to letter: %s', (_what, source) => {
    for (const one of [kept, renewed]) one.reset(undefined);
    run('const rates = [0.1, 0.01];', kept, renewed);
    run('interface Point { x: number; y: number }\nconst points: Point[] = [];', kept, renewed);
    run('class Meter { total = 0; add(n: number) { this.total += n; return this; } }', kept, renewed);
    run('const meter: Meter = new Meter();', kept, renewed);
    for (let at = 1; at <= source.length; at += 3) {
      const text = source.slice(0, at);
      renew();
      expect(kept.complete(text, at)).toEqual(renewed.complete(text, at));
      renew();
      expect(kept.inspect(text, at)).toEqual(renewed.inspect(text, at));
    }
  });

  it('sees what has run since the last letter, and not what has failed', () => {
    const it = compiler();
    expect(names(it, 'momen')).toEqual([]);
    run('let momentum = 0.9;', it);
    expect(names(it, 'momentum.toF')).toEqual(['toFixed']);
    run('let momentum: string = 1;', it);
    expect(names(it, 'momentum.toF')).toEqual(['toFixed']);
    run('let momentum = "high";', it);
    expect(names(it, 'momentum.toU')).toEqual(['toUpperCase']);
  });

  it('sees nothing of what an earlier text of it has made global', () => {
    const it = compiler();
    expect(names(it, 'declare global { var seen: number }\nsee')).toEqual(['seen']);
    expect(names(it, 'see')).toEqual([]);
  });

  it('sees the file beside the notebook as it is when a cell imports it', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-edited-'));
    const write = (text: string) => fs.writeFileSync(path.join(folder, 'mine.ts'), text);
    const it = new CellCompiler({ ...workplaceFor(folder, { root: folder }), editing: true });
    write('export const mine = { first: 1 };');
    run("import { mine } from './mine';", it);
    expect(names(it, 'mine.f')).toEqual(['first']);
    write('export const mine = { found: 1 };');
    run("import { mine } from './mine';", it);
    expect(names(it, 'mine.f')).toEqual(['found']);
    fs.rmSync(folder, { recursive: true });
  });
});
