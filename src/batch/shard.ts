/** A part of a batch: `index` of `count`, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}

/** @param text As on the command line: `2/5`.
 * @throws {RangeError} If it is not a shard. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined || Number(index) < 1 || Number(index) > Number(count)) {
    throw new RangeError(`Cannot read the shard "${text}": write I/N with I from 1 to N, e.g. 2/5`);
  }
  return { index: Number(index), count: Number(count) };
}

/** Every n-th item, so that neighbours, which often take alike, are spread. */
export function takeShard<T>(items: T[], { index, count }: Shard): T[] {
  return items.filter((_, at) => at % count === index - 1);
}
