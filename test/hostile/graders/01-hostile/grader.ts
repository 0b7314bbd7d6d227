import { callsOf, check, close, defineGrader, equal, hidden, varied } from 'gradlab/grading';
import * as probes from './probes.js';

const probe = callsOf(probes);

const values = varied([1, 2, 6], (random) => [
  random.uniform(0, 1),
  random.uniform(1, 2),
  random.uniform(2, 9),
]);

const single = varied([5], (random) => [random.uniform(6, 9)]);

const lists = varied(
  [
    [-5, -1],
    [20, 30, 22],
  ],
  (random) =>
    Array.from({ length: random.integer(3, 9) }, (_, i) => [
      40 * i + random.uniform(5, 9),
      40 * i + random.uniform(20, 30),
    ]),
);

const meanOf = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;

// prettier-ignore
export default defineGrader({ checks: [
  //    id                points  title the student reads             what is observed      what is expected
  check('mean/three',       1,    'the mean of three values',         probe.mean(values),     close(meanOf, { rtol: 1e-9 }), { hint: 'Add them up, then divide.' }),
  check('mean/single',      1,    'the mean of one value is itself',  probe.mean(single),     close(meanOf), { ...hidden, hint: 'Try a list with one value.' }),
  check('mean/within',      1,    'the mean lies among the values',   probe.within(lists),    equal((of) => of.length), { hint: 'No mean is larger than all values.' }),
  check('largest/three',    1,    'the largest of three values',      probe.largest(values),  close((of) => Math.max(...of)), { hint: 'Compare them.' }),
] });
