/** A point in time, and whether the text said in which offset from UTC. */
export interface Moment {
  /** Since 1970, in milliseconds. */
  ms: number;
  hasOffset: boolean;
}

/** Reads ISO 8601 (`2026-11-30T23:59+01:00`, a blank for the T), and what Moodle writes in English
 * (`Monday, 30 November 2026, 3:05 PM`).
 * @param offset For texts without one, such as `+01:00`; UTC if left out.
 * @returns Nothing for anything else: other languages' month names, words, empty cells. */
export function parseMoment(text: string, offset = 'Z'): Moment | undefined {
  const trimmed = text.trim();
  const iso =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(
      trimmed,
    );
  if (iso) {
    const [, date, time = '23:59', own] = iso;
    return moment(`${date}T${time}${own === undefined ? offset : normalOffset(own)}`, own !== undefined);
  }
  const moodle = /^\p{L}+, (\d{1,2}) (\p{L}+) (\d{4}), (\d{1,2}):(\d{2})\s*(AM|PM)$/iu.exec(trimmed);
  if (!moodle) return undefined;
  const [, day, month, year, hour, minute, half] = moodle as unknown as [string, ...string[]];
  const at = MONTHS.indexOf(month!.toLowerCase()) + 1;
  if (at === 0) return undefined;
  const two = (value: number | string) => String(value).padStart(2, '0');
  const hours = (Number(hour) % 12) + (half!.toUpperCase() === 'PM' ? 12 : 0);
  return moment(`${year}-${two(at)}-${two(day!)}T${two(hours)}:${minute}${offset}`, false);
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

function normalOffset(offset: string): string {
  if (/^(z|utc)$/i.test(offset)) return 'Z';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

function moment(text: string, hasOffset: boolean): Moment | undefined {
  const ms = Date.parse(text);
  // A day that its month does not have becomes one of the next month: refused.
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return Number.isNaN(ms) || day > daysInMonth ? undefined : { ms, hasOffset };
}

/** The offset that a text ends with. */
export function offsetOf(text: string): string {
  const [, own] = /(Z|UTC|[+-]\d{2}:?\d{2})$/i.exec(text.trim()) ?? [];
  return own === undefined ? 'Z' : normalOffset(own);
}
