import type { Probe } from 'gradlab/grading';

type OfValues = (values: number[]) => unknown;

export const mean: Probe<number[]> = {
  call: (values) => `mean([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('mean') as OfValues)(values),
};

/** How many of the lists have a mean that lies among their values: right only if the built-ins that it is written with are what they
 * were. */
export const within: Probe<number[][]> = {
  call: (lists) => `the number of lists, of ${lists.length}, whose mean lies among their values`,
  run(notebook, lists) {
    const mean = notebook.value('mean') as (values: number[]) => number;
    const isWithin = (values: number[]) => {
      const one: unknown = mean([...values]);
      return typeof one === 'number' && one >= Math.min(...values) && one <= Math.max(...values);
    };
    return lists.map((list) => [list].every(isWithin)).filter((is) => is).length;
  },
};

export const largest: Probe<number[]> = {
  call: (values) => `largest([${values.join(', ')}])`,
  run: (notebook, values) => (notebook.value('largest') as OfValues)(values),
};
