/** What a check expects of the data that a probe returns. Expectations are plain data, so that the public ones can be
 * shipped with a notebook; where a value depends on the input it is a function of it, resolved before it travels. */
export type Expectation =
  | { kind: 'close'; value: unknown; rtol: number; atol: number }
  | { kind: 'equal'; value: unknown }
  | { kind: 'oneOf'; values: readonly unknown[] }
  | { kind: 'between'; min: number; max: number }
  | { kind: 'text'; contains: readonly string[] }
  | { kind: 'fields'; fields: Readonly<Record<string, Expectation>> };

/** An expectation that may still depend on the input of the probe or on the reference outputs. */
export type ExpectationOf<Input> = Expectation | ((context: ExpectationContext<Input>) => Expectation);

export interface ExpectationContext<Input> {
  input: Input;
  /** What the solution returned to the same call. */
  reference: unknown;
}

/** Stands for what the solution returns to the same call: computed by `gradlab build`, kept in reference.json. */
export const REFERENCE: unique symbol = Symbol('reference');

/** A value, a function of the probe's input, or the reference output. */
export type Expected<Input> =
  typeof REFERENCE | ((input: Input) => unknown) | string | number | boolean | null | object;

export interface Tolerance {
  /** Relative to the expected value. Default 1e-6. */
  rtol?: number;
  /** Absolute. Default 0. */
  atol?: number;
}

/** Numbers, at any depth of arrays and objects, within a tolerance: |got − expected| ≤ atol + rtol · |expected|.
 * NaN is close only to NaN, an infinity only to itself; lengths and keys are part of the comparison, and everything
 * that is not a number must be equal. */
export function close<Input>(
  expected: Expected<Input>,
  { rtol = 1e-6, atol = 0 }: Tolerance = {},
): ExpectationOf<Input> {
  return resolving(expected, (value) => ({ kind: 'close', value, rtol, atol }));
}

/** The same value, at any depth. */
export function equal<Input>(expected: Expected<Input>): ExpectationOf<Input> {
  return resolving(expected, (value) => ({ kind: 'equal', value }));
}

/** One of several values. */
export function oneOf(...values: (string | number | boolean)[]): Expectation {
  return { kind: 'oneOf', values };
}

/** A finite number in [min, max]. */
export function between(min: number, max: number): Expectation {
  return { kind: 'between', min, max };
}

/** A text that contains each of the given parts, upper and lower case alike. */
export function text(...contains: string[]): Expectation {
  return { kind: 'text', contains };
}

/** An object whose named fields meet expectations of their own; other fields are not looked at. */
export function fields<Input>(expected: Record<string, ExpectationOf<Input>>): ExpectationOf<Input> {
  return (context) => {
    const resolved = Object.entries(expected).map(
      ([name, expectation]) => [name, resolve(expectation, context)] as const,
    );
    return { kind: 'fields', fields: Object.fromEntries(resolved) };
  };
}

/** The output of the solution for the same call. */
export function reference(): typeof REFERENCE {
  return REFERENCE;
}

/** An expectation for one input. */
export function resolve<Input>(
  expectation: ExpectationOf<Input>,
  context: ExpectationContext<Input>,
): Expectation {
  return typeof expectation === 'function' ? expectation(context) : expectation;
}

function resolving<Input>(
  expected: Expected<Input>,
  build: (value: unknown) => Expectation,
): ExpectationOf<Input> {
  if (expected === REFERENCE) return ({ reference: value }) => build(value);
  if (typeof expected === 'function')
    return ({ input }) => build((expected as (input: Input) => unknown)(input));
  return build(expected);
}
