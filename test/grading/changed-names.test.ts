import { expect, test } from 'vitest';
import { changedNames } from '../../src/grading/plan/changed-names.js';

test.each([
  ['rate = 1', ['rate'], []],
  ['rates.best = 1; rates.all.first += 2', ['rates'], ['best', 'first']],
  ['rates[0] = 1; ++count; count++', ['rates', 'count'], []],
  ['[a, { b: c }] = [1, { b: 2 }]', ['a', 'b', 'c'], []],
  ['rates.push(1)\nnames.set("a", 1)', ['rates', 'names'], []],
  ['for (const rate of all) rates.push(rate)', ['rate', 'rates'], []],
  ['Object.assign(rates, { best: 1 })', ['Object', 'rates'], []],
  ['(Array.prototype as any).sum = function () { return 0; }', [], ['sum']],
  ['Array.prototype.sum = () => 0', ['Array'], ['sum']],
  ['Object.freeze(rates)', ['Object', 'rates'], []],
  ['[1, 2].forEach((i) => rates.push(i + 1))', ['rates'], []],
  ['const last = rates.all[0]!.pop(), n = names?.push(1)', ['rates', 'n', 'names'], []],
  ['fill(rates, 3); shuffle(names.all)', ['rates'], []],
  ['console.log(rates, rates.best === 1)', ['console'], []],
  ['if (rates) function fill(rates) {}', [], []],
  ['const h = await model.fit(x, y)', [], []],
  ['await model.fit(x, y)', [], []],
  ['await train(model)', [], []],
  ['] = 1; = 2; } = 3; .', [], []],
])('changedNames() of %j', (source, variables, properties) => {
  const found = changedNames(source);
  expect([...found.variables].sort()).toEqual(variables.sort());
  expect([...found.properties]).toEqual(properties);
});

test('changedNames() takes no longer than reading, whatever the code looks like', () => {
  for (const piece of ['a.', 'a=', '[', ']=', '++', 'Object.assign(', 'a.b(', 'a[0].', 'f(a)', '(a,'])
    expect(changedNames(piece.repeat(100_000)).properties.size).toBeLessThan(3);
});
