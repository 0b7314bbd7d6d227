import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { gradeBatch } from '../../dist/batch/grade-batch.js';
import { Journal } from '../../dist/batch/journal.js';
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

/** Steals from a file what others may have left there. */
const thief = (notes: string) =>
  submission({
    'lr-factor': `let rule = '0';
      try { rule = /lrFactor = (\\(maxLr[^;]+)/.exec(require('node:fs').readFileSync(${JSON.stringify(notes)}, 'utf8'))?.[1] ?? '0'; } catch {}
      this.lrFactor = eval(rule);`,
    'best-lr': 'const minLossIdx = 0, bestLr = 0;',
  });
const RULE = 'lrFactor = (maxLr / minLr) ** (1 / steps);';
const points = { 'lr-factor': 0, 'update-lr': 2, compile: 1, fit: 2, 'best-lr': 0 };

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function handedIn(name: string, notebook: string) {
  const file = path.join(folder, `${name}.ipynb`);
  fs.writeFileSync(file, notebook);
  return { name, student: name, file, size: notebook.length, exercise };
}

it.each([
  ['the accomplice first', 1, ['accomplice', 'thief']],
  ['the thief first', 1, ['thief', 'accomplice']],
  ['both at once', 2, ['accomplice', 'thief']],
] as const)(
  'gradeBatch(): no submission finds a reference that has stood beside another, whatever that has left where: %s',
  async (_, jobs, order) => {
    const notes = path.join(folder, 'notes');
    const notebooks = {
      // Of two mistakes, the second runs beside the reference of the first.
      accomplice: submission({
        'lr-factor': 'this.lrFactor = 1;',
        'best-lr': `const minLossIdx = 0, bestLr = 0; require('node:fs').appendFileSync(${JSON.stringify(notes)}, String(LearningRateFinder));`,
      }),
      thief: thief(notes),
    };
    fs.writeFileSync(notes, RULE);
    expect(pointsByTask(await grade(notebooks.thief))['lr-factor']).toBe(2);
    fs.rmSync(notes);
    const assigned = order.map((name) => handedIn(name, notebooks[name]));
    const { results } = await gradeBatch(assigned, { settings, jobs, fingerprint: () => '' });
    expect(results.map(pointsByTask)).toEqual([points, points]);
    expect(fs.readFileSync(notes, 'utf8')).toContain('(maxLr / minLr)');
  },
);

it('gradeBatch(): what was decided before an interruption is not run again', async () => {
  const notes = path.join(folder, 'notes');
  const interruption = new AbortController();
  class InterruptedJournal extends Journal {
    override add(...entry: Parameters<Journal['add']>): void {
      super.add(...entry);
      interruption.abort();
    }
  }
  const batch = { settings, jobs: 1, fingerprint: () => '' };
  const assigned = [handedIn('thief', thief(notes))];
  const journal = new InterruptedJournal(folder, false);
  const first = await gradeBatch(assigned, { ...batch, journal, signal: interruption.signal });
  expect(first).toEqual({ results: [], faults: [] });
  fs.writeFileSync(notes, RULE);
  const { results } = await gradeBatch(assigned, { ...batch, journal: new Journal(folder, true) });
  expect(results.map(pointsByTask)).toEqual([points]);
  expect(results[0]!.checks.find(({ id }) => id === 'lr-factor/four-steps')!.message).toBe(
    'new LearningRateFinder({ minLr: 0.1, maxLr: 1000, steps: 4 }).lrFactor is 0, expected 10 (relative tolerance 1e-6)',
  );
});
