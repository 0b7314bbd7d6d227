import fs from 'node:fs';
import path from 'node:path';
import { decode, encode } from '../../session/wire/tagged-json.js';

/** What the solution returned to the fixed input of each check that is compared with the reference, by check id. */
export type ReferenceOutputs = ReadonlyMap<string, unknown>;

/** Reads reference.json; empty where it has not been built yet. */
export function readReference(folder: string): ReferenceOutputs {
  const file = path.join(folder, 'reference.json');
  return fs.existsSync(file) ? parseReference(fs.readFileSync(file, 'utf8')) : new Map();
}

/** Reads the text of reference.json. */
export function parseReference(text: string): ReferenceOutputs {
  const { outputs } = JSON.parse(text) as { outputs: Record<string, unknown> };
  return new Map(Object.entries(outputs).map(([id, value]) => [id, decode(JSON.stringify(value))]));
}

/** The text of reference.json: numbers with 7 significant digits, so that machines agree on it. */
export function referenceText(outputs: ReferenceOutputs): string {
  const entries = [...outputs].sort(([a], [b]) => (a < b ? -1 : 1));
  const tagged = entries.map(([id, value]) => [id, JSON.parse(encode(rounded(value))) as unknown] as const);
  return `${JSON.stringify({ outputs: Object.fromEntries(tagged) }, null, 2)}\n`;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(7)) : value;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, rounded);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rounded(item)]));
  }
  return value;
}
