import { expect, test } from 'vitest';
import { changedNames } from '../../src/grading/plan/changed-names.js';

test.each([
  ['rate = 1', ['rate'], []],
  ['rates.best = 1; rates.all.first += 2', ['rates'], ['best', 'first']],
  ['rates[0] = 1; ++count; count++', ['rates', 'count'], []],
  ['[a, { b: c }] = [1, { b: 2 }]', ['a', 'b', 'c'], []],
  ['rates.push(1)\nnames.set("a", 1)', ['rates', 'names'], []],
  ['for (const rate of all) rates.push(rate)', ['rates'], []],
  ['Object.assign(rates, { best: 1 })', ['rates'], []],
  ['(Array.prototype as any).sum = function () { return 0; }', [], ['sum']],
  ['Array.prototype.sum = () => 0', ['Array'], ['sum']],
  ['console.log(rates.best === 1, rates.at(0))', ['console'], []],
  ['const h = await model.fit(x, y)', ['h'], []],
  ['await model.fit(x, y)', [], []],
  ['] = 1; = 2; } = 3; .', [], []],
])('changedNames() of %j', (source, variables, properties) => {
  const found = changedNames(source);
  expect([...found.variables].sort()).toEqual(variables.sort());
  expect([...found.properties]).toEqual(properties);
});

test('changedNames() takes no longer than reading, whatever the code looks like', () => {
  for (const piece of ['a.', 'a=', '[', ']=', '++', 'Object.assign(', 'a.b('])
    expect(changedNames(piece.repeat(100_000)).properties.size).toBeLessThan(3);
});
