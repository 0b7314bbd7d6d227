import { layOutJson } from './json-text.js';

/** Texts of the objects that were read from a notebook. */
const textOf = new WeakMap<object, string>();

/** Reads a JSON object and keeps its text, so that it is written again byte for byte. The object is frozen, since a
 * change to it would not reach the text: to change it, make a new one. */
export function keepJson(json: string): Record<string, unknown> {
  const value = JSON.parse(json) as Record<string, unknown>;
  freezeDeeply(value);
  textOf.set(value, json);
  return value;
}

/** A value as JSON: as it was read, else with sorted keys, as Jupyter writes it. Laid out for a line at `depth`. */
export function keptJson(value: unknown, depth: number): string {
  return layOutJson(originalJson(value) ?? JSON.stringify(sortedDeeply(value)) ?? 'null', depth);
}

/** The text that a value was read from, if it was. */
export function originalJson(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? textOf.get(value) : undefined;
}

/** Without recursion: metadata may be nested as deeply as someone likes. */
function freezeDeeply(root: object): void {
  const open: object[] = [root];
  for (let value = open.pop(); value; value = open.pop()) {
    Object.freeze(value);
    for (const inner of Object.values(value) as unknown[])
      if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}

function sortedDeeply(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (Array.isArray(value)) return value.map(sortedDeeply);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedDeeply(inner)]));
}
