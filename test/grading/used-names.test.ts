import { expect, test } from 'vitest';
import { UsedNames } from '../../src/grading/plan/used-names.js';

const declaredIn = (source: string) =>
  [...source.matchAll(/(?:const|let|function|class) (\w+)/g)].map(([, name]) => name!);

const FILL = 'const table = []; function fill() { table.push(1); }';

test.each([
  ['declares it', ['const table = []'], true],
  ['changes it', ['const table = []', 'table.push(1)'], true],
  ['calls what changes it', [FILL, 'fill()'], true],
  ['calls what calls what changes it', [FILL, 'const twice = () => { fill(); fill(); }', 'twice()'], true],
  ['makes an object that changes it', [FILL, 'class Filler { go() { fill(); } }', 'new Filler().go()'], true],
  ['changes something else', ['const table = []', 'let other = 0', 'other++'], false],
  ['changes what is not the student’s', ['model.layers.push(table)'], false],
  ['only names it', ['const table = []', 'console.log(table)'], false],
])('a cell that %s', (_, sources, isUsed) => {
  const used = new UsedNames(sources, declaredIn);
  used.add('table');
  expect(used.areFrom(sources.at(-1)!)).toBe(isUsed);
});

test('what many cells name of each other is followed once', () => {
  const names = Array.from({ length: 1000 }, (_, at) => `name${at}`);
  const all = names.join(', ');
  const used = new UsedNames([...names.map((name) => `let ${name} = 0; [${all}]`), 'name0 = 1'], declaredIn);
  for (const name of names) used.add(name);
  expect(used.areFrom('name0 = 1')).toBe(true);
});
