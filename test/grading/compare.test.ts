import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/grading/compare/compare.js';
import {
  close,
  equal,
  fields,
  oneOf,
  between,
  reference,
  resolve,
  text,
  type ExpectationOf,
} from '../../src/grading/compare/expectation.js';

const resolved = <T>(expectation: ExpectationOf<T>, input?: T, referenceOutput?: unknown) =>
  resolve(expectation, { input: input as T, reference: referenceOutput });

describe('close()', () => {
  it('accepts a number within atol + rtol · |expected| and no further', () => {
    const expected = resolved(close(10, { rtol: 1e-3, atol: 0.005 }));
    expect(compare(10 + 0.005 + 10 * 1e-3 - 1e-9, expected)).toBeUndefined();
    expect(compare(10 + 0.005 + 10 * 1e-3 + 1e-9, expected)).toMatchObject({
      path: '',
      expected: { value: 10 },
    });
  });

  it.each([
    [NaN, 1],
    [1, NaN],
    [Infinity, 1e308],
    [NaN, Infinity],
    [-Infinity, Infinity],
    ['1', 1],
    [null, 0],
    [undefined, 0],
    [[1], 1],
    [1n, 1],
    [true, 1],
  ])('tells %s from the expected %s', (got, expected) => {
    expect(compare(got, resolved(close(expected)))).toBeDefined();
  });

  it.each([NaN, Infinity, -Infinity, 0])('accepts %s for itself', (value) => {
    expect(compare(value, resolved(close(value)))).toBeUndefined();
  });

  it('accepts -0 for 0: the two are equal numbers', () => {
    expect(compare(-0, resolved(close(0)))).toBeUndefined();
  });

  it('names the worst element of a list and how many differ', () => {
    expect(compare([1, 2.5, 9, 4], resolved(close([1, 2, 3, 4])))).toMatchObject({
      path: '[2]',
      got: 9,
      expected: { value: 3 },
      differing: { count: 2, of: 4 },
    });
  });

  it('compares lengths first', () => {
    expect(compare([1, 2], resolved(close([1, 2, 3])))).toMatchObject({
      path: 'length',
      got: 2,
      expected: { value: 3 },
    });
  });

  it('accepts a typed array for a list of numbers', () => {
    expect(compare(new Float32Array([0.5, 0.25]), resolved(close([0.5, 0.25])))).toBeUndefined();
  });

  it('compares objects by all their own keys', () => {
    const expected = resolved(close({ x: 1, y: { z: 2 } }));
    expect(compare({ x: 1, y: { z: 2 } }, expected)).toBeUndefined();
    expect(compare({ x: 1 }, expected)).toMatchObject({ path: 'y' });
    expect(compare({ x: 1, y: { z: 2 }, w: 0 }, expected)).toMatchObject({
      path: '',
      expected: { words: 'an object with no other fields than x, y' },
    });
    expect(compare(Object.create({ x: 1, y: { z: 2 } }), expected)).toBeDefined();
  });

  it('computes what is expected from the input, or takes the reference output', () => {
    expect(
      resolved(
        close((input: number) => input * 2),
        4,
      ),
    ).toMatchObject({ value: 8 });
    expect(resolved(close(reference()), 4, 7)).toMatchObject({ value: 7 });
  });
});

describe('equal(), oneOf(), between(), text(), fields()', () => {
  it('equal() allows no tolerance', () => {
    expect(compare(1 + Number.EPSILON, resolved(equal(1)))).toBeDefined();
    expect(compare('SGD', resolved(equal('SGD')))).toBeUndefined();
  });

  it('oneOf() names the choices', () => {
    expect(compare('b', oneOf('a', 'b'))).toBeUndefined();
    expect(compare('c', oneOf('a', 'b'))).toMatchObject({ expected: { words: 'one of "a", "b"' } });
  });

  it('between() refuses NaN, texts and what lies outside', () => {
    for (const value of [NaN, '1', 3, undefined, [1]]) expect(compare(value, between(0, 2))).toBeDefined();
    expect(compare(2, between(0, 2))).toBeUndefined();
  });

  it('text() looks for parts, upper and lower case alike', () => {
    expect(compare('Best LR: 1.00e-1', text('best lr', '1.00E-1'))).toBeUndefined();
    expect(compare('Best', text('best', 'lr'))).toMatchObject({
      expected: { words: 'a text with "best" and "lr"' },
    });
  });

  it('fields() looks at the named fields only and gives the path of the first that differs', () => {
    const expected = resolved(fields({ a: equal(1), b: fields({ c: close(2) }) }));
    expect(compare({ a: 1, b: { c: 2, d: 5 }, e: 0 }, expected)).toBeUndefined();
    expect(compare({ a: 1, b: { c: 3 } }, expected)).toMatchObject({ path: 'b.c' });
    expect(compare(null, expected)).toMatchObject({ expected: { words: 'an object' } });
  });
});

describe('compare()', () => {
  it('never throws, whatever comes and whatever is expected', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (got, expected) => {
        compare(got, { kind: 'close', value: expected, rtol: 1e-6, atol: 0 });
        compare(got, { kind: 'fields', fields: { a: { kind: 'equal', value: expected } } });
      }),
    );
  });

  it('finds no difference between JSON values and themselves, and one after a number was changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        fc.nat(),
        (values, at) => {
          const expected = { kind: 'close', value: values, rtol: 1e-9, atol: 0 } as const;
          expect(compare([...values], expected)).toBeUndefined();
          const changed = [...values];
          changed[at % values.length] = values[at % values.length]! * 2 + 1;
          if (changed[at % values.length] !== values[at % values.length])
            expect(compare(changed, expected)).toBeDefined();
        },
      ),
    );
  });

  it('survives objects that lie or throw when they are read', () => {
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(compare(throwing, resolved(close({ a: 1 })))).toBeDefined();
    expect(compare([throwing], resolved(close([{ a: 1 }])))).toBeDefined();
  });
});
