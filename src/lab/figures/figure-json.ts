import { isPromise, isTensor, kindOf } from '../kind-of.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A figure as plain JSON values: typed arrays become arrays, NaN and infinities become null (Plotly leaves a gap there),
 * properties that are undefined are left out.
 * @throws {TypeError} If it is not a figure, or holds what no figure can hold: tensors, promises, functions, cycles; the
 * message names the place, e.g. `data[0].y`. */
export function figureJson(figure: unknown): { data: Json[]; layout: { [key: string]: Json } } {
  if (!isObject(figure) || Array.isArray(figure)) {
    throw new TypeError(`A figure is an object { data: [ … ], layout: { … } }: got ${kindOf(figure)}`);
  }
  const { data, layout = {} } = figure;
  if (!Array.isArray(data))
    throw new TypeError(`data of a figure must be an array of traces: got ${kindOf(data)}`);
  if (!isObject(layout) || Array.isArray(layout)) {
    throw new TypeError(`layout of a figure must be an object: got ${kindOf(layout)}`);
  }
  data.forEach((trace: unknown, i) => {
    if (!isObject(trace) || Array.isArray(trace)) {
      throw new TypeError(
        `data[${i}] of a figure must be a trace, an object such as { type: 'scatter', x, y }: got ${kindOf(trace)}`,
      );
    }
  });
  return {
    data: toJson(data, 'data', []) as Json[],
    layout: toJson(layout, 'layout', []) as { [key: string]: Json },
  };
}

function toJson(value: unknown, place: string, outer: readonly unknown[]): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return null; // in an array: a gap, as in JSON
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<unknown>, (item) => toJson(item, place, outer));
  }
  if (typeof value !== 'object') throw new TypeError(`${place} of a figure cannot be ${kindOf(value)}`);
  if (outer.includes(value)) throw new TypeError(`${place} of a figure contains itself`);
  const inner = [...outer, value];
  if (Array.isArray(value)) return Array.from(value, (item, i) => toJson(item, `${place}[${i}]`, inner));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !isPlainOfOtherRealm(prototype)) {
    throw new TypeError(`${place} of a figure cannot be ${kindOf(value)}${adviceFor(value)}`);
  }
  const json: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) json[key] = toJson(item, `${place}.${key}`, inner);
  }
  return json;
}

/** Cells may run in a context of their own, whose `Object` is not ours. */
function isPlainOfOtherRealm(prototype: unknown): boolean {
  return (
    isObject(prototype) &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'isPrototypeOf')
  );
}

function adviceFor(value: object): string {
  if (isPromise(value)) return ': await it first';
  if (isTensor(value)) return ': take its numbers first, with await tensor.array()';
  return '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
