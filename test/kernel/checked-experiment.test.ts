import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import { solutionIn } from './jupyter.js';

const course = fs.mkdtempSync(path.join(os.tmpdir(), 'course '));
afterAll(() => fs.rmSync(course, { recursive: true, force: true }));

interface Cell {
  id: string;
  cell_type: string;
  source: string[];
}

it('check() of a task that is a whole experiment finds the cell, which the kernel knows by no name', async () => {
  const notebook = solutionIn(course, '03-learning-rate-schedule');
  const { cells } = JSON.parse(fs.readFileSync(notebook, 'utf8')) as { cells: Cell[] };
  const sources = cells
    .filter(({ cell_type: type, id }) => type === 'code' && !id.startsWith('check-'))
    .map(({ id, source }) => ({ id, code: source.join('') }));
  const kernel = await startKernel({ cwd: course, env: { GRADLAB_DATA: 'synthetic:100' } });
  for (const { id, code } of sources) {
    if (id === 'run') {
      const { displays } = await kernel.execute("await check('run-experiment');");
      expect(displays[0]!.data['text/plain']).toContain(
        'The cell of this task has not run: fill it, and run it first',
      );
      await kernel.execute(
        'plotSchedule(new WarmupCosineRestart({ initialLearningRate: 1, warmupSteps: 2, decaySteps: 3 }), 9)',
      );
    }
    const { error } = await kernel.execute(
      id === 'train-and-compare-schedules' ? code.replace('epochs = 10', 'epochs = 1') : code,
    );
    expect(error).toBeUndefined();
  }
  await kernel.execute('const later = plotSchedule.name;');
  const { displays } = await kernel.execute("await check('run-experiment');");
  expect(displays[0]!.data['text/plain']).toContain('All 3 checks pass');
  await kernel.execute('visualizeResults(await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest));');
  const { displays: newest } = await kernel.execute("await check('run-experiment');");
  expect(newest[0]!.data['text/plain']).toContain(
    'what plotSchedule shows of the cell of the experiment is "nothing"',
  );
  await kernel.execute(
    'plotSchedule(plotSchedules, trainAndCompareSchedules(xTrain, xTest), visualizeResults(',
  );
  const { displays: refused } = await kernel.execute("await check('run-experiment');");
  expect(refused[0]!.data['text/plain']).toContain(
    'The cell of this task has an error: put it right and run the cell again',
  );

  // JupyterLab tells what its file calls a cell.
  const run = async (cellId: string, code: string) => {
    const { error } = await kernel.finished(await kernel.sendCell(code, {}, { cellId }));
    expect(error).toBeUndefined();
  };
  await run('run', sources.find(({ id }) => id === 'run')!.code);
  await run('scratch', 'visualizeResults(await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest));');
  const { displays: told } = await kernel.execute("await check('run-experiment');");
  expect(told[0]!.data['text/plain']).toContain('All 3 checks pass');
  kernel.close();
}, 120_000);
