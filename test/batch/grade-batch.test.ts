import path from 'node:path';
import { expect, it } from 'vitest';
import { gradeBatch } from '../../src/batch/grade-batch.js';
import { loadExercise } from '../../src/grading/exercise/load-exercise.js';

const exercise = loadExercise(path.resolve('graders/01-learning-rate-finder'));

it('gradeBatch(): what the disk has not taken gets no result, the others have theirs', async () => {
  const of = (name: string) => ({
    name,
    student: name,
    file: name,
    size: 0,
    problem: 'No notebook',
    exercise,
  });
  const fault = new Error('ENOSPC');
  const { results, faults } = await gradeBatch([{ ...of('ada'), fault }, of('ben')], {
    settings: { isolation: 'process', seed: 0, experiments: false, hiddenChecks: true },
    jobs: 1,
    fingerprint: () => '',
  });
  expect(results.map(({ submission, status }) => [submission, status])).toEqual([['ben', 'unreadable']]);
  expect(faults).toEqual([{ submission: 'ada', error: fault }]);
});
