/** What kind of thing a value is, for errors: `a tensor`, `a promise`, `an array`, `an object of class Map`, `a string`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (isTensor(value)) return 'a tensor';
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'Object'}`;
  return `a ${typeof value}`;
}

export const isTensor = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value;

export const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
