import type { Probe } from 'gradlab/grading';

interface Config {
  initialLearningRate: number;
  warmupSteps: number;
  decaySteps: number;
  alpha: number;
}

/** Two schedules asked in turn, and backwards: a rate depends on the step, not on what was asked before. */
export const ratesInTurn: Probe<{ configs: Config[]; steps: number[] }> = {
  call: 'two schedules, asked in turn',
  run(notebook, { configs, steps }) {
    const Schedule = notebook.value('WarmupCosineRestart') as new (config: Config) => {
      at(step: number): unknown;
    };
    const schedules = configs.map((config) => new Schedule(config));
    const forwards = steps.map((step) => schedules.map((schedule) => schedule.at(step)));
    const backwards = [...steps].reverse().map((step) => schedules.map((schedule) => schedule.at(step)));
    return { forwards, backwards: backwards.reverse() };
  },
};
