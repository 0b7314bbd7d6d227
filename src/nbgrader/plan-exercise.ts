import type { Assignment, AssignmentCell } from './read-assignment.js';
import { linesOf } from './marked-lines.js';

/** A place for an answer, and what it is worth. */
export interface PlannedTask {
  id: string;
  title: string;
  cell: AssignmentCell;
  checks: PlannedCheck[];
}

/** A row of the table of checks. */
export interface PlannedCheck {
  id: string;
  /** In hundredths: the table of checks holds no others. */
  points: number;
  /** What students read. */
  title: string;
  /** How to mark it, where nbgrader has that. */
  guide: string;
  /** The cell of tests that it stands for. */
  tests?: AssignmentCell;
}

/** Which tasks and checks an assignment becomes: a task for each place of an answer; a check for each cell of tests, about the code
 * above it, and for each answer that a person marks. */
export function planExercise({ cells }: Assignment): PlannedTask[] {
  const taskIds = new Names();
  const tasks = cells
    .filter(({ role }) => role === 'solution' || role === 'manual' || role === 'task')
    .map((cell): PlannedTask => {
      const id = taskIds.take(cell.gradeId);
      const isMarked = cell.role !== 'solution';
      const title = isGenerated(cell.gradeId) ? `Task ${taskIds.size}` : wordsOf(cell.gradeId);
      const byHand = {
        id: `${id}/answer`,
        points: hundredths(cell.points),
        title: `${title}: the answer`,
        guide: cell.role === 'task' ? linesOf(cell.pieces, true).join('\n').trim() : '',
      };
      return { id, title, cell, checks: isMarked ? [byHand] : [] };
    });
  const code = tasks.filter(({ cell }) => cell.kind === 'code');
  const names = new Map(tasks.map(({ id }) => [id, new Names('answer')]));
  for (const tests of cells.filter(({ role }) => role === 'tests')) {
    const task = code.findLast(({ cell }) => cell.at < tests.at) ?? code[0] ?? tasks[0]!;
    const id = `${task.id}/${names.get(task.id)!.take(tests.gradeId)}`;
    task.checks.push({
      id,
      points: hundredths(tests.points),
      title: titleOf(tests, `${task.title}: test ${task.checks.length + 1}`),
      guide: '',
      tests,
    });
  }
  for (const { id, title, checks } of tasks)
    if (checks.length === 0)
      checks.push({ id: `${id}/answer`, points: 0, title: `${title}: the answer`, guide: '' });
  return tasks;
}

const hundredths = (points: number) => Math.round(points * 100) / 100;

/** The first comment that students see, or else the name. */
function titleOf({ pieces, gradeId }: AssignmentCell, otherwise: string): string {
  const text = linesOf(pieces, false).join('\n').trimStart();
  const [, , docstring, comment] =
    /^("""|''')\s*([^\n]+?)\s*(?:\1|\n|$)|^(?:#|\/\/)\s*([^\n]*\p{L}[^\n]*)/u.exec(text) ?? [];
  const told = (docstring ?? comment ?? '').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  if (told !== '' && !told.includes('AUTOTEST')) return told.replace(/\.$/, '').slice(0, 150);
  return isGenerated(gradeId) ? otherwise : wordsOf(gradeId);
}

/** `sum_of_squares`: Sum of squares. */
function wordsOf(gradeId: string): string {
  const words = gradeId.replace(/[_-]+/g, ' ').trim();
  return words === '' ? 'Answer' : words[0]!.toUpperCase() + words.slice(1);
}

/** As nbgrader's toolbar makes them. */
const isGenerated = (gradeId: string) => /^cell-[0-9a-f]{8,}$/.test(gradeId);

/** Names for tasks and checks, none twice: small letters, digits, single hyphens. */
class Names {
  readonly #taken: Set<string>;

  constructor(...taken: string[]) {
    this.#taken = new Set(taken);
  }

  get size(): number {
    return this.#taken.size;
  }

  take(gradeId: string): string {
    const name =
      gradeId
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 36)
        .replace(/-$/, '') || 'answer';
    for (let at = 1; ; at++) {
      const free = at === 1 ? name : `${name}-${at}`;
      if (this.#taken.has(free)) continue;
      this.#taken.add(free);
      return free;
    }
  }
}
