import type { Series } from '../result.js';

/** The two lists that a comparison was about, for a picture: a few digits of each value, and where they are long every n-th. What came
 * ends a little after what was expected. */
export function shownSeries(expected: readonly number[], got: ArrayLike<unknown>): Series {
  const length = Math.min(Math.max(expected.length, got.length), 2 * expected.length);
  const every = Math.ceil(length / MOST_VALUES);
  const thinned = (values: ArrayLike<unknown>): (number | null)[] => {
    const shown: (number | null)[] = [];
    for (let at = 0; at < Math.min(values.length, length); at += every) shown.push(rounded(values[at]));
    return shown;
  };
  return { expected: thinned(expected), got: thinned(got), every };
}

/** As wide as a picture is sharp. */
const MOST_VALUES = 200;

/** JSON has no NaN, and the largest numbers round to Infinity: a gap. */
const rounded = (value: unknown) =>
  typeof value === 'number' && Math.abs(value) < 1e300 ? Number(value.toPrecision(5)) : null;
