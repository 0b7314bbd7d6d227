import type { Probe } from 'gradlab/grading';

/** Calls the student's function. Runs in the student's process and decides nothing. */
export const mean: Probe<number[]> = {
  call: (values) => `mean([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('mean') as (values: number[]) => unknown)(values),
};
