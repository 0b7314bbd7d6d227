import fs from 'node:fs';
import { parseExercise, type ExerciseDocument } from '../../src/notebook/index.js';

const SLUG = '01-learning-rate-finder';

/** The first exercise, as it is in graders/. */
export function exerciseOne(): ExerciseDocument {
  const source = fs.readFileSync(new URL(`../../graders/${SLUG}/exercise.ts`, import.meta.url), 'utf8');
  const tasks = [...source.matchAll(/@FILL begin (\S+)/g)].map(([, task]) => task!);
  return parseExercise({ slug: SLUG, title: 'One', version: '1', tasks, source, file: 'exercise.ts' });
}

/** An exercise from its source, with the tasks that it names. */
export function exerciseFrom(source: string): ExerciseDocument {
  const tasks = [...new Set([...source.matchAll(/@(?:FILL begin|ANSWER) (\S+)/g)].map(([, task]) => task!))];
  return parseExercise({ slug: 'ex', title: 'Ex', version: '1', tasks, source, file: 'exercise.ts' });
}
