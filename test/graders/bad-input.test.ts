/** What the given code of the exercises says to arguments that cannot be: the name, what came, what is allowed. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExercise } from '../../dist/grading/exercise/load-exercise.js';
import { GRADING_ENV } from '../../dist/grading/run/grading-env.js';
import { solutionCells } from '../../dist/grading/plan/solution-cells.js';
import { CompilerProcess, Session, workplaceFor } from '../../dist/session/index.js';
import { temporaryFolder } from '../session/run-cells.js';

const graders = fileURLToPath(new URL('../../graders', import.meta.url));
const compiler = new CompilerProcess(workplaceFor(graders));
afterAll(() => compiler.close());

/** Calls, and the errors that they must end with. */
const calls: Record<string, [call: string, error: string][]> = {
  '01-learning-rate-finder': [
    [
      'new LearningRateFinder({ minLr: 0 })',
      'RangeError: Cannot search as 0 < minLr < maxLr must hold: current values are 0 and 10',
    ],
    [
      'new LearningRateFinder({ minLr: 20 })',
      'RangeError: Cannot search as 0 < minLr < maxLr must hold: current values are 20 and 10',
    ],
    [
      'new LearningRateFinder({ maxLr: NaN })',
      'RangeError: Cannot search as 0 < minLr < maxLr must hold: current values are 1e-7 and NaN',
    ],
    [
      'new LearningRateFinder({ steps: 0 })',
      'RangeError: Cannot search as steps must be a whole number >= 1: current value is 0',
    ],
    [
      'new LearningRateFinder({ steps: 2.5 })',
      'RangeError: Cannot search as steps must be a whole number >= 1: current value is 2.5',
    ],
  ],
  '02-optimizer-comparison': [
    [
      'generateNoisyData({ noiseLevel: -0.1 })',
      'RangeError: Cannot generate data as noiseLevel must be >= 0: current value is -0.1',
    ],
    [
      'generateNoisyData({ noiseLevel: NaN })',
      'RangeError: Cannot generate data as noiseLevel must be >= 0: current value is NaN',
    ],
    [
      'generateNoisyData({ nSamples: 3 })',
      'RangeError: Cannot generate data as nSamples must be at least 4: current value is 3',
    ],
    ["getOptimizer('adagrad', 0.1)", 'RangeError: The optimizer must be SGD, Adam or RMSprop: got adagrad'],
    [
      "await trainAndEvaluate([[1, 2]], [1], 'Adam', 0, 0.1)",
      'RangeError: Cannot train as learningRate must be finite and > 0: current value is 0',
    ],
    [
      "await trainAndEvaluate([[1, 2]], [1], 'Adam', NaN, 0.1)",
      'RangeError: Cannot train as learningRate must be finite and > 0: current value is NaN',
    ],
  ],
  '03-learning-rate-schedule': [
    [
      'schedule({ initialLearningRate: 0 })',
      'RangeError: Cannot make a schedule as initialLearningRate must be finite and > 0: current value is 0',
    ],
    [
      'schedule({ initialLearningRate: NaN })',
      'RangeError: Cannot make a schedule as initialLearningRate must be finite and > 0: current value is NaN',
    ],
    [
      'schedule({ warmupSteps: -1 })',
      'RangeError: Cannot make a schedule as warmupSteps must be finite and >= 0: current value is -1',
    ],
    [
      'schedule({ decaySteps: 0 })',
      'RangeError: Cannot make a schedule as decaySteps must be finite and > 0: current value is 0',
    ],
    [
      'schedule({ decaySteps: -5 })',
      'RangeError: Cannot make a schedule as decaySteps must be finite and > 0: current value is -5',
    ],
    [
      'schedule({ alpha: 1.5 })',
      'RangeError: Cannot make a schedule as alpha must be in [0, 1]: current value is 1.5',
    ],
    [
      'schedule().at(-1)',
      'RangeError: Cannot give a learning rate as step must be finite and >= 0: current value is -1',
    ],
    [
      'schedule().at(NaN)',
      'RangeError: Cannot give a learning rate as step must be finite and >= 0: current value is NaN',
    ],
  ],
};

const helpers: Record<string, string> = {
  '03-learning-rate-schedule': `
    const schedule = (config: Partial<WarmupCosineRestartConfig> = {}) =>
      new WarmupCosineRestart({ initialLearningRate: 1, warmupSteps: 2, decaySteps: 3, ...config });`,
};

describe.each(Object.keys(calls))('%s', (slug) => {
  let session: Session;
  const cwd = temporaryFolder();
  beforeAll(async () => {
    const { document } = loadExercise(`${graders}/${slug}`);
    session = await Session.start({
      workplace: workplaceFor(graders, { root: cwd }),
      cwd,
      compiler,
      role: 'grading',
      env: GRADING_ENV,
    });
    for (const { id, source, heldBack } of await solutionCells(document, compiler)) {
      if (heldBack) continue;
      expect(await session.execute(id, source), source).toMatchObject({ status: 'ok' });
    }
    const helper = helpers[slug];
    if (helper) await session.execute('helper', helper);
  });
  afterAll(() => session.close());

  it.each(calls[slug]!)('%s', async (call, error) => {
    const outcome = await session.execute('call', call);
    expect(outcome.status === 'error' && `${outcome.error.name}: ${outcome.error.message}`).toBe(error);
  });
});
