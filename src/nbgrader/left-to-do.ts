import { isOurs } from './exercise-source.js';
import type { PlannedTask } from './plan-exercise.js';
import type { Assignment } from './read-assignment.js';

/** What an instructor has to do by hand, and what was lost: a line each. */
export function leftToDo(
  { cells, language, isRelease }: Assignment,
  tasks: readonly PlannedTask[],
): string[] {
  const tests = cells.filter(({ role }) => role === 'tests');
  const code = cells.filter(({ kind, role }) => kind === 'code' && role !== 'tests');
  const rounded = tasks.flatMap(({ cell, checks }) =>
    checks.flatMap(({ id, points, tests: { points: exact } = cell }) =>
      exact === points ? [] : [`${id} had ${exact}`],
    ),
  );
  const merged = tasks.filter(
    ({ cell }) => cell.pieces.filter(({ marked }) => marked).length > 1 && cell.role !== 'task',
  );
  const pictures = cells.filter(({ hasAttachments }) => hasAttachments);
  const untested = tasks.filter(
    ({ cell, checks: own }) => cell.role === 'solution' && !own.some((check) => check.tests),
  );
  return [
    isRelease && 'This is the version for students, without answers: take the one in the folder source/',
    code.length > 0 &&
      !isOurs(language) &&
      `exercise.ts: the code in ${language || 'another language'} of ${code.length} cells stands in comments: write it in TypeScript`,
    tests.length > 0 &&
      `grader.ts: the tests of ${tests.length} cells stand in comments above their rows: write them as checks, with probes.ts; until then a row is marked by hand`,
    untested.length > 0 && `Without tests and points in nbgrader: ${names(untested)}`,
    merged.length > 0 &&
      `Several solutions in a cell became one answer, from the first to the last: ${names(merged)}`,
    rounded.length > 0 && `Points in hundredths: ${rounded.join(', ')}`,
    pictures.length > 0 &&
      `Pictures attached to a cell are lost: ${pictures.map(({ at }) => `cell ${at}`).join(', ')}`,
  ].filter((line) => line !== false);
}

const names = (tasks: readonly PlannedTask[]) => tasks.map(({ id }) => id).join(', ');
