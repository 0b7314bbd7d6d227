import { documentCell, type DocumentCell } from './document-cell.js';
import { ExerciseError, type ExerciseProblem } from './exercise-error.js';
import { parsePercent, type PercentCell } from './percent-format.js';
import { tasklessGap } from './given-tokens.js';
import { significantTokens } from './significant-tokens.js';

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

/** Parses exercise.ts: percent format with `@SHOW`, `@FILL` and, for written answers, `<!-- @ANSWER <task> -->`.
 * @throws {ExerciseError} With all problems: nothing can be built then. */
export function parseExercise({
  slug,
  title,
  version,
  tasks,
  source,
  file,
}: ExerciseSource): ExerciseDocument {
  const problems: ExerciseProblem[] = [];
  const percentCells = parsePercent(source, (problem) => problems.push({ file, ...problem }));
  const cells = percentCells.map((cell, index) => {
    const id = cellId(cell, slug, index);
    return documentCell(cell, id, (problem) => problems.push({ file, cell: id, ...problem }));
  });
  const report = (problem: Omit<ExerciseProblem, 'file'>) => void problems.push({ file, ...problem });
  checkIds(cells, percentCells, report);
  checkTasks(cells, tasks, report);
  checkGaps(cells, report);
  checkStubs(cells, report);
  if (cells.length === 0) report({ message: 'There are no cells: begin each with a line // %%' });
  if (problems.length)
    throw new ExerciseError(problems.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0));
  return { slug, title, version, cells };
}

type Report = (problem: Omit<ExerciseProblem, 'file'>) => void;

/** Written in the header, or from the slug and the first task or else the place: never from content, so that ids stay
 * when texts are improved. */
function cellId({ options, source }: PercentCell, slug: string, index: number): string {
  if (options.id !== undefined)
    return typeof options.id === 'string' ? options.id : JSON.stringify(options.id);
  const task = /^\s*(?:\/\/ @FILL begin|<!-- @ANSWER) ([\w-]+)/m.exec(source)?.[1];
  return `${slug}-${task ?? index + 1}`.slice(-64);
}

function checkIds(cells: DocumentCell[], percentCells: PercentCell[], report: Report): void {
  const lines = new Map<string, number>();
  for (const [at, { id }] of cells.entries()) {
    const { line } = percentCells[at]!;
    const first = lines.get(id);
    if (first === undefined) lines.set(id, line);
    else report({ line, cell: id, message: `The cell id "${id}" stands twice: line ${first} has it too` });
  }
}

function checkTasks(cells: DocumentCell[], tasks: readonly string[], report: Report): void {
  const lines = new Map<string, number>();
  for (const cell of cells) {
    for (const { task, line } of cell.regions) {
      const first = lines.get(task);
      if (first !== undefined)
        report({ line, cell: cell.id, message: `The task "${task}" has a region already, on line ${first}` });
      else if (!tasks.includes(task))
        report({
          line,
          cell: cell.id,
          message: `The task "${task}" is not in exercise.json: its tasks are ${tasks.join(', ')}`,
        });
      lines.set(task, line);
    }
  }
  for (const task of tasks)
    if (!lines.has(task))
      report({ message: `The task "${task}" of exercise.json has no region: // @FILL begin ${task}` });
}

/** Answers are told apart by the code between them. */
function checkGaps(cells: DocumentCell[], report: Report): void {
  for (const cell of cells) {
    const region = cell.kind === 'code' ? tasklessGap(cell) : undefined;
    if (region)
      report({
        line: region.line,
        cell: cell.id,
        message: `No code stands before the region of "${region.task}" to tell it from the one above: put a statement or a comment of its own between them`,
      });
  }
}

/** A stub that says what the answer says gives it away, and no submission could be told from the starter. */
function checkStubs(cells: DocumentCell[], report: Report): void {
  const meaning = (code: string) =>
    significantTokens(code)
      .map(({ text }) => text)
      .join('\n');
  for (const { id, kind, regions } of cells) {
    for (const { task, line, stub, answer } of kind === 'code' ? regions : [])
      if (meaning(answer) !== '' && meaning(stub) === meaning(answer))
        report({ line, cell: id, message: `The stub of "${task}" is its answer: the starter would show it` });
  }
}
