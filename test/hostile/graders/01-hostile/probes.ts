import type { Probe } from 'gradlab/grading';

type OfValues = (values: number[]) => unknown;

export const mean: Probe<number[]> = {
  call: (values) => `mean([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('mean') as OfValues)(values),
};

/** What it returns is the same for every right answer: it is true only if the built-ins that it is written with are what they were. */
export const within: Probe<number[][]> = {
  call: (lists) => `the mean of each of ${lists.length} lists`,
  run(notebook, lists) {
    const mean = notebook.value('mean') as (values: number[]) => number;
    const isWithin = (values: number[]) => {
      const one: unknown = mean([...values]);
      return typeof one === 'number' && one >= Math.min(...values) && one <= Math.max(...values);
    };
    return lists.map(isWithin).every((is) => is);
  },
};

export const largest: Probe<number[]> = {
  call: (values) => `largest([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('largest') as OfValues)(values),
};
