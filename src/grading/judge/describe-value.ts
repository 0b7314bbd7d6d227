/** A value as a message shows it: short, on one line.
 * @param strings Texts may be shown; else only their length.
 * @param digits Significant digits of numbers. */
export function describeValue(value: unknown, strings: boolean, digits = 7): string {
  switch (typeof value) {
    case 'number':
      return formatNumber(value, digits);
    case 'string':
      return strings ? quoted(value) : `a text of ${value.length} characters`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    default:
      return value === null ? 'null' : describeObject(value as object, strings);
  }
}

/** What kind of thing a value is. */
export function describeType(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `a list of ${(value as ArrayLike<unknown>).length}`;
  return typeof value === 'boolean' ? String(value) : (KINDS[typeof value] ?? 'something else');
}

const KINDS: Record<string, string> = {
  number: 'a number',
  string: 'a text',
  bigint: 'a bigint',
  object: 'an object',
};

function describeObject(value: object, strings: boolean): string {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as ArrayLike<unknown>;
    const shown = Array.from({ length: Math.min(list.length, SHOWN) }, (_, i) => shallow(list[i], strings));
    return `[${shown.join(', ')}${list.length > SHOWN ? `, … ${list.length} in all` : ''}]`;
  }
  const names = Object.keys(value);
  if (!strings) return `an object with ${names.length} fields`;
  const shown = names
    .slice(0, SHOWN)
    .map((name) => `${quotedName(name)}: ${shallow((value as Record<string, unknown>)[name], strings)}`);
  return `{ ${shown.join(', ')}${names.length > SHOWN ? ', …' : ''} }`.replace('{  }', '{}');
}

const SHOWN = 6;

function shallow(value: unknown, strings: boolean): string {
  return typeof value === 'object' && value !== null ? describeType(value) : describeValue(value, strings);
}

function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  return String(Number(value.toPrecision(digits)));
}

function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}

const quotedName = (name: string) => (/^[\w$]{1,40}$/.test(name) ? name : quoted(name));
