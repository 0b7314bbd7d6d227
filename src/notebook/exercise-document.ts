import { ExerciseError, type ExerciseProblem } from './exercise-error.js';
import { indentTo } from './indent.js';
import { isCellId, type CellKind } from './notebook.js';
import { parsePercent, type PercentCell } from './percent-format.js';
import { cutRegions, type CutCell, type Region } from './regions.js';

/** `given`: locked code. `answer`: holds regions (or is a written answer). `prose`: everything else. */
export type CellRole = 'given' | 'answer' | 'prose';

/** A cell of an exercise, with what students get and what the solution says. */
export interface DocumentCell {
  id: string;
  kind: CellKind;
  role: CellRole;
  tags: readonly string[];
  /** Ids of the tasks in it, in order. */
  tasks: readonly string[];
  regions: readonly Region[];
  /** Text around the regions. */
  given: readonly string[];
  starterSource: string;
}

/** An exercise's source, parsed. */
export interface ExerciseDocument {
  slug: string;
  title: string;
  version: string;
  cells: readonly DocumentCell[];
}

export interface ExerciseSource {
  slug: string;
  title: string;
  version: string;
  /** Ids of the tasks that the source must hold, each once. */
  tasks: readonly string[];
  /** Text of exercise.ts. */
  source: string;
  /** Its path, for messages. */
  file: string;
}

/** What the starter has in place of a written answer. */
export const WRITTEN_STUB = '*Enter your answer in this cell*';

const WRITTEN = /^<!-- @ANSWER ([\w-]+) -->\n?/;

/** Parses exercise.ts: percent format with `@SHOW`, `@FILL` and, for written answers, `<!-- @ANSWER <task> -->`.
 * @throws {ExerciseError} With all problems: nothing can be built then. */
export function parseExercise({ slug, title, version, tasks, source, file }: ExerciseSource): ExerciseDocument {
  const problems: ExerciseProblem[] = [];
  const cells = parsePercent(source).map((cell, index) => {
    const id = cellId(cell, slug, index);
    return documentCell(cell, id, (problem) => problems.push({ file, cell: id, ...problem }));
  });
  checkIds(cells, file, problems);
  checkTasks(cells, tasks, file, problems);
  if (cells.length === 0) problems.push({ file, message: 'There are no cells: begin each with a line // %%' });
  if (problems.length) throw new ExerciseError(problems);
  return { slug, title, version, cells };
}

/** The source of a cell with the given texts in its regions. */
export function renderCell({ kind, given, regions }: Pick<DocumentCell, 'kind' | 'given' | 'regions'>, textOf: (region: Region) => string): string {
  if (kind === 'markdown') return given[0]! + regions.map(textOf).join('');
  let out = given[0]!;
  for (const [at, region] of regions.entries()) {
    const next = given[at + 1]!;
    const isLast = at === regions.length - 1 && next === '';
    out += textOf(region) + (isLast ? '' : '\n') + next;
  }
  return out;
}

/** What the starter shows in a region: the note that the original course has, and the stub. */
export function stubText({ indent, stub }: Region): string {
  return `${indent}// TODO: Replace with your code (fill)\n${stub}`;
}

/** An answer as it stands in a region. */
export const answerText = (answer: string, { indent }: Region) => indentTo(answer, indent);

type Report = (problem: Omit<ExerciseProblem, 'file'>) => void;

function documentCell(cell: PercentCell, id: string, report: Report): DocumentCell {
  const { kind, source, line, options } = cell;
  if (!isCellId(id)) report({ line, message: 'A cell id has 1 to 64 letters, digits, hyphens and underscores' });
  const tags = Array.isArray(options.tags) ? options.tags.filter((tag) => typeof tag === 'string') : [];
  if (kind !== 'code') return markdownCell(kind, source, id, tags);
  const shown = /^\/\/ @SHOW[ \t]*(\n|$)/.exec(source);
  if (!shown && /^\s*\/\/ @SHOW/m.test(source)) report({ line, message: '// @SHOW must be the first line of its cell' });
  const text = shown ? source.slice(shown[0].length) : source;
  const cut = cutRegions(text, line + (shown ? 2 : 1), report);
  if (shown && cut.regions.length) report({ line, message: 'A cell with // @SHOW is given code: it cannot hold a region' });
  return finished({ id, kind, tags, role: cut.regions.length ? 'answer' : shown ? 'given' : 'prose' }, cut);
}

function markdownCell(kind: CellKind, source: string, id: string, tags: string[]): DocumentCell {
  const written = WRITTEN.exec(source);
  if (!written) return finished({ id, kind, tags, role: 'prose' }, { given: [source], regions: [] });
  const region: Region = { task: written[1]!, indent: '', answer: source.slice(written[0].length), stub: WRITTEN_STUB };
  return finished({ id, kind, tags, role: 'answer' }, { given: ['', ''], regions: [region] });
}

function finished(cell: Pick<DocumentCell, 'id' | 'kind' | 'tags' | 'role'>, { given, regions }: CutCell): DocumentCell {
  const starterSource = renderCell({ ...cell, given, regions }, (region) => (cell.kind === 'code' ? stubText(region) : region.stub));
  return { ...cell, tasks: regions.map(({ task }) => task), regions, given, starterSource };
}

/** Written in the header, or from the slug and the place: never from content. */
function cellId({ options }: PercentCell, slug: string, index: number): string {
  return typeof options.id === 'string' ? options.id : `${slug}-${index + 1}`.slice(-64);
}

function checkIds(cells: DocumentCell[], file: string, problems: ExerciseProblem[]): void {
  const seen = new Set<string>();
  for (const { id } of cells) {
    if (seen.has(id)) problems.push({ file, cell: id, message: `The cell id "${id}" stands twice` });
    seen.add(id);
  }
}

function checkTasks(cells: DocumentCell[], tasks: readonly string[], file: string, problems: ExerciseProblem[]): void {
  const seen = new Set<string>();
  for (const cell of cells) {
    for (const task of cell.tasks) {
      if (!tasks.includes(task)) problems.push({ file, cell: cell.id, message: `The task "${task}" is not in exercise.json: its tasks are ${tasks.join(', ')}` });
      else if (seen.has(task)) problems.push({ file, cell: cell.id, message: `The task "${task}" has a region already` });
      seen.add(task);
    }
  }
  for (const task of tasks) if (!seen.has(task)) problems.push({ file, message: `The task "${task}" of exercise.json has no region: // @FILL begin ${task}` });
}
