import type { Session } from '../session/index.js';
import { toCodePoints, toUnits } from './code-points.js';
import { textOf } from './message.js';

/** What is asked about a cell that is being written: its text, and a place in it, in code points. */
interface CellPlace {
  code?: unknown;
  cursor_pos?: unknown;
}

function placeIn({ code, cursor_pos: position }: CellPlace): { source: string; at: number } {
  const source = textOf(code);
  return { source, at: typeof position === 'number' ? toUnits(source, position) : source.length };
}

/** Content of `complete_reply`. */
export async function complete(session: Session, place: CellPlace): Promise<object> {
  const { source, at } = placeIn(place);
  const found = (await session.complete(source, at)) ?? { start: at, end: at, matches: [] };
  const start = toCodePoints(source, found.start);
  const end = toCodePoints(source, found.end);
  return {
    status: 'ok',
    matches: found.matches.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: found.matches.map(({ text, kind }) => ({ text, type: kind, start, end })),
    },
  };
}

/** Content of `inspect_reply`. */
export async function inspect(session: Session, place: CellPlace): Promise<object> {
  const { source, at } = placeIn(place);
  const found = await session.inspect(source, at);
  if (!found) return { status: 'ok', found: false, data: {}, metadata: {} };
  const { signature, documentation } = found;
  return {
    status: 'ok',
    found: true,
    data: {
      'text/plain': documentation === '' ? signature : `${signature}\n\n${documentation}`,
      'text/markdown': `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`,
    },
    metadata: {},
  };
}

/** Content of `is_complete_reply`, whose status says how complete the code is. */
export async function isComplete(session: Session, { code }: CellPlace): Promise<object> {
  const source = textOf(code);
  const status = (await session.isComplete(source)) ?? 'unknown';
  return status === 'incomplete' ? { status, indent: nextIndent(source) } : { status };
}

/** What the line after an incomplete text begins with: as the last one, and a step more after an opening bracket. */
function nextIndent(source: string): string {
  const line = source
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .at(-1)!;
  const [indent] = /^[ \t]*/.exec(line)!;
  const step = indent.includes('\t') ? '\t' : '  ';
  return /(?:[{([]|=>)\s*(?:\/\/.*)?$/.test(line) ? indent + step : indent;
}
