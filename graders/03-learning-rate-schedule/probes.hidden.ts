import type { Probe } from 'gradlab/grading';

interface Config {
  initialLearningRate: number;
  warmupSteps: number;
  decaySteps: number;
  alpha: number;
}

/** Two schedules asked in turn, and backwards: a rate depends on the step, not on what was asked before. Rates of the
 * warm-up are asked for too, and not looked at: they are another task. */
export const ratesInTurn: Probe<{ configs: Config[]; steps: number[] }> = {
  call: 'two schedules, asked in turn',
  run(notebook, { configs, steps }) {
    const Schedule = notebook.value('WarmupCosineRestart') as new (config: Config) => {
      at(step: number): unknown;
    };
    const schedules = configs.map((config) => new Schedule(config));
    const ratesAt = (step: number) =>
      schedules.map((schedule, i) => {
        if (step >= configs[i]!.warmupSteps) return schedule.at(step);
        try {
          schedule.at(step);
        } catch {
          // As a wrong warm-up may.
        }
        return null;
      });
    const forwards = steps.map(ratesAt);
    const backwards = [...steps].reverse().map(ratesAt);
    return { forwards, backwards: backwards.reverse() };
  },
};
