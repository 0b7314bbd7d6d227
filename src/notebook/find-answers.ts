import { renderCell, WRITTEN_STUB, type DocumentCell } from './exercise-document.js';
import { significantTokens, type Token } from './tokens.js';

/** A student's answer in a cell. */
export interface FoundAnswer {
  text: string;
  /** Where it stands in the submitted source. */
  start: number;
  end: number;
}

/** The answers of one submitted cell.
 *
 * `separable`: the given lines are as they were, so that each answer can be told apart. `unit`: given lines were
 * edited; the tasks of the cell are taken, run and replaced together. */
export type FoundAnswers = {
  /** By task: false only if its place is unchanged. */
  attempted: ReadonlyMap<string, boolean>;
} & ({ kind: 'separable'; answers: ReadonlyMap<string, FoundAnswer> } | { kind: 'unit' });

/** Finds the answers by aligning the tokens of the starter with those of the submitted cell, so that formatters,
 * comments and line ends do no harm. */
export function findAnswers(source: string, cell: DocumentCell): FoundAnswers {
  return cell.kind === 'code' ? findInCode(source, cell) : findWritten(source, cell);
}

/** The submitted cell with other text in the places of some tasks; the other answers stay as the student wrote them.
 * @param replacements By task. In a cell whose given lines were edited, all of its tasks must be among them. */
export function replaceAnswers(source: string, cell: DocumentCell, replacements: ReadonlyMap<string, string>): string {
  const found = findAnswers(source, cell);
  if (found.kind === 'unit') return renderCell(cell, ({ task, stub }) => replacements.get(task) ?? stub);
  const inOrder = [...found.answers].sort(([, a], [, b]) => b.start - a.start);
  let out = source;
  for (const [task, { start, end }] of inOrder) {
    const replacement = replacements.get(task);
    if (replacement !== undefined) out = `${out.slice(0, start)}\n${replacement}\n${out.slice(end)}`;
  }
  return out;
}

function findWritten(source: string, { tasks }: DocumentCell): FoundAnswers {
  const bare = (text: string) => text.replace(/[\s*_]+/g, '');
  const attempted = bare(source) !== '' && bare(source) !== bare(WRITTEN_STUB);
  const answer = { text: source, start: 0, end: source.length };
  return { kind: 'separable', answers: new Map(tasks.map((task) => [task, answer])), attempted: new Map(tasks.map((task) => [task, attempted])) };
}

function findInCode(source: string, { given, regions }: DocumentCell): FoundAnswers {
  const tokens = significantTokens(source);
  const stubs = regions.map(({ stub }) => texts(significantTokens(stub)));
  const places = align(tokens, given.map((text) => texts(significantTokens(text))));
  if (!places) {
    const attempted = regions.map(({ task }, at) => [task, indexOf(tokens, stubs[at]!, 0) < 0] as const);
    return { kind: 'unit', attempted: new Map(attempted) };
  }
  const answers = new Map<string, FoundAnswer>();
  const attempted = new Map<string, boolean>();
  for (const [at, { task }] of regions.entries()) {
    const { from, to } = places[at]!;
    const start = from === 0 ? 0 : tokens[from - 1]!.end;
    const end = to === tokens.length ? source.length : tokens[to]!.start;
    answers.set(task, { text: source.slice(start, end).replace(/^[ \t]*\n|\s+$/g, ''), start, end });
    attempted.set(task, !sameTexts(tokens.slice(from, to), stubs[at]!));
  }
  return { kind: 'separable', answers, attempted };
}

/** Where the answers lie between the given tokens: the first ones at the very beginning, the last ones at the very
 * end, those between at the first place that lets the rest follow.
 * @returns Ranges of tokens, one per region; undefined if given tokens are missing. */
function align(tokens: Token[], given: string[][]): { from: number; to: number }[] | undefined {
  const first = given[0]!;
  const last = given.at(-1)!;
  if (given.length < 2 || !matchesAt(tokens, first, 0)) return undefined;
  const lastStart = tokens.length - last.length;
  const between = (from: number, at: number): { from: number; to: number }[] | undefined => {
    if (at === given.length - 1) return lastStart >= from && matchesAt(tokens, last, lastStart) ? [{ from, to: lastStart }] : undefined;
    const segment = given[at]!;
    for (let start = indexOf(tokens, segment, from); start >= 0; start = indexOf(tokens, segment, start + 1)) {
      const rest = between(start + segment.length, at + 1);
      if (rest) return [{ from, to: start }, ...rest];
    }
    return undefined;
  };
  return between(first.length, 1);
}

function indexOf(tokens: Token[], wanted: string[], from: number): number {
  if (wanted.length === 0) return from <= tokens.length ? from : -1;
  for (let at = from; at + wanted.length <= tokens.length; at++) if (matchesAt(tokens, wanted, at)) return at;
  return -1;
}

function matchesAt(tokens: Token[], wanted: string[], at: number): boolean {
  return at >= 0 && at + wanted.length <= tokens.length && wanted.every((text, i) => tokens[at + i]!.text === text);
}

const texts = (tokens: Token[]) => tokens.map(({ text }) => text);

const sameTexts = (tokens: Token[], wanted: string[]) => tokens.length === wanted.length && matchesAt(tokens, wanted, 0);
