import type { Probe } from 'gradlab/grading';

type OfValues = (values: number[]) => unknown;

export const mean: Probe<number[]> = {
  call: (values) => `mean([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('mean') as OfValues)(values),
};

export const largest: Probe<number[]> = {
  call: (values) => `largest([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('largest') as OfValues)(values),
};
