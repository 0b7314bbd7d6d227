/** Assignments of nbgrader as exercises. Pure: reads a notebook, gives the texts of files. */
import type { Notebook } from '../notebook/index.js';
import { exerciseSource } from './exercise-source.js';
import { graderSource } from './grader-source.js';
import { leftToDo } from './left-to-do.js';
import { planExercise } from './plan-exercise.js';
import { readAssignment } from './read-assignment.js';

/** An exercise that builds, with what is still to be done. */
export interface ImportedExercise {
  /** Texts by name. */
  files: Readonly<Record<string, string>>;
  /** How much came over. */
  counts: { tasks: number; checks: number; points: number };
  leftToDo: string[];
}

/** Makes an exercise of an assignment: its texts, places for answers with their solutions, points, marking guides. Each cell of tests
 * becomes a row that is marked by hand, so that the exercise can be used before its tests are written anew.
 * @param file Its path, for messages.
 * @throws {ExerciseError} If it is no valid assignment of nbgrader, with every problem. */
export function importAssignment(
  notebook: Notebook,
  { slug, title, file }: { slug: string; title: string; file: string },
): ImportedExercise {
  const assignment = readAssignment(notebook, file);
  const tasks = planExercise(assignment);
  const checks = tasks.flatMap((task) => task.checks);
  const hundredths = checks.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
  const settings = {
    $schema: '../exercise.schema.json',
    id: slug,
    title,
    version: '1',
    tasks: tasks.map((task) => ({ id: task.id, title: task.title })),
  };
  return {
    files: {
      'exercise.json': `${JSON.stringify(settings, null, 2)}\n`,
      'exercise.ts': exerciseSource(slug, assignment, tasks),
      'grader.ts': graderSource(tasks),
    },
    counts: { tasks: tasks.length, checks: checks.length, points: hundredths / 100 },
    leftToDo: leftToDo(assignment, tasks),
  };
}
