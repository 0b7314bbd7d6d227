/** A value as a message shows it: short, on one line.
 * @param strings Texts may be shown, and all that could stand for one; else numbers in few digits and few of them.
 * @param digits Significant digits of numbers. */
export function describeValue(value: unknown, strings: boolean, digits = 7): string {
  switch (typeof value) {
    case 'number':
      return formatNumber(value, digits, strings);
    case 'string':
      return strings ? quoted(value) : `a text of ${value.length} characters`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return strings ? `${value}n` : 'a bigint';
    default:
      return value === null ? 'null' : describeObject(value as object, strings);
  }
}

/** What kind of thing a value is.
 * @param counted With the length of a list. */
export function describeType(value: unknown, counted = true): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return counted ? `a list of ${(value as ArrayLike<unknown>).length}` : 'a list';
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
    const nShown = strings ? SHOWN : 2;
    const shown = Array.from({ length: Math.min(list.length, nShown) }, (_, i) => shallow(list[i], strings));
    return `[${shown.join(', ')}${list.length > nShown ? `, … ${list.length} in all` : ''}]`;
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

function formatNumber(value: number, digits: number, inFull: boolean): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && (inFull || Math.abs(value) < 1e6)))
    return Object.is(value, -0) ? '-0' : String(value);
  return String(Number(value.toPrecision(digits)));
}

/** More of a text than is shown, whatever is dropped of it. Replacing takes a hundred times the room of what is replaced, and a student's
 * process can send tens of megabytes. */
export const beginningOf = (text: string): string => text.slice(0, 20_000);

function quoted(text: string): string {
  const line = beginningOf(text).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}

const quotedName = (name: string) => (/^[\w$]{1,40}$/.test(name) ? name : quoted(name));
