import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gradeBatch } from '../../dist/batch/grade-batch.js';
import { compiler, exercise, grade, pointsByTask, submission } from '../grading/exercise-one.js';

afterAll(() => compiler.close());

const settings = { isolation: 'process', seed: 0, experiments: false, hiddenChecks: true } as const;

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
    settings,
    jobs: 1,
    fingerprint: () => '',
  });
  expect(results.map(({ submission, status }) => [submission, status])).toEqual([['ben', 'unreadable']]);
  expect(faults).toEqual([{ submission: 'ada', error: fault }]);
});

it.each([
  ['the accomplice first', 1, ['accomplice', 'thief']],
  ['the thief first', 1, ['thief', 'accomplice']],
  ['both at once', 2, ['accomplice', 'thief']],
] as const)(
  'gradeBatch(): no submission finds a reference that has stood beside another, whatever that has left where: %s',
  async (_, jobs, order) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'));
    const noteFile = path.join(folder, 'notes');
    const notes = JSON.stringify(noteFile);
    const notebooks = {
      // Of two mistakes, the second runs beside the reference of the first.
      accomplice: submission({
        'lr-factor': 'this.lrFactor = 1;',
        'best-lr': `const minLossIdx = 0, bestLr = 0; require('node:fs').appendFileSync(${notes}, String(LearningRateFinder));`,
      }),
      thief: submission({
        'lr-factor': `let rule = '0';
          try { rule = /lrFactor = (\\(maxLr[^;]+)/.exec(require('node:fs').readFileSync(${notes}, 'utf8'))?.[1] ?? '0'; } catch {}
          this.lrFactor = eval(rule);`,
        'best-lr': 'const minLossIdx = 0, bestLr = 0;',
      }),
    };
    fs.writeFileSync(noteFile, 'lrFactor = (maxLr / minLr) ** (1 / steps);');
    expect(pointsByTask(await grade(notebooks.thief))['lr-factor']).toBe(2);
    fs.rmSync(noteFile);
    const assigned = order.map((name) => {
      const file = path.join(folder, `${name}.ipynb`);
      fs.writeFileSync(file, notebooks[name]);
      return { name, student: name, file, size: notebooks[name].length, exercise };
    });
    const { results } = await gradeBatch(assigned, { settings, jobs, fingerprint: () => '' });
    const points = { 'lr-factor': 0, 'update-lr': 2, compile: 1, fit: 2, 'best-lr': 0 };
    expect(results.map(pointsByTask)).toEqual([points, points]);
    expect(fs.readFileSync(noteFile, 'utf8')).toContain('(maxLr / minLr)');
    fs.rmSync(folder, { recursive: true });
  },
);
