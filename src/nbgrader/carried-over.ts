import { isOurs } from './exercise-source.js';
import { hundredths } from './grader-source.js';
import type { PlannedTask } from './plan-exercise.js';
import type { Assignment } from './read-assignment.js';

/** What an instructor has to do by hand, and what was lost: a line each. */
export function leftToDo(
  { cells, language, isRelease }: Assignment,
  tasks: readonly PlannedTask[],
): string[] {
  const checks = tasks.flatMap((task) => task.checks);
  const tests = checks.filter((check) => check.tests);
  const code = cells.filter(({ kind, role }) => kind === 'code' && role !== 'tests');
  const rounded = checks.filter(({ points }) => hundredths(points) !== points);
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
      `exercise.ts: ${count(code.length, 'code cell')} in ${language || 'another language'} to be written in TypeScript, in comments there`,
    tests.length > 0 &&
      `grader.ts, probes.ts: ${count(tests.length, 'cell')} of tests to be written as checks, in comments above their rows, which are marked by hand until then`,
    untested.length > 0 && `Without tests and points in nbgrader: ${names(untested)}`,
    merged.length > 0 &&
      `Several solutions in a cell became one answer, from the first to the last: ${names(merged)}`,
    rounded.length > 0 &&
      `Points in hundredths: ${rounded.map(({ id, points }) => `${id} had ${points}`).join(', ')}`,
    pictures.length > 0 &&
      `Pictures attached to a cell are lost: ${pictures.map(({ at }) => `cell ${at}`).join(', ')}`,
  ].filter((line) => line !== false);
}

const names = (tasks: readonly PlannedTask[]) => tasks.map(({ id }) => id).join(', ');

export const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
