import { byHand, callsOf, check, close, defineGrader, hidden, varied } from 'gradlab/grading';
import * as probes from './probes.js';

const probe = callsOf(probes);

const values = varied([1, 2, 6], (random) => [
  random.uniform(0, 1),
  random.uniform(1, 2),
  random.uniform(2, 9),
]);

/** A reply that somebody has written out beforehand meets no check that has an input from the grader's seed. */
const single = varied([5], (random) => [random.uniform(6, 9)]);

const meanOf = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;

// prettier-ignore
export default defineGrader({ checks: [
  //    id              points  title the student reads            what is observed     what is expected
  check('mean/three',     1,    'the mean of 1, 2 and 6 is 3',     probe.mean(values),  close(meanOf, { rtol: 1e-9 }), { hint: 'Add them up, then divide by how many there are.' }),
  check('mean/single',    1,    'the mean of one value is itself', probe.mean(single),  close(meanOf, { rtol: 1e-9 }), { ...hidden, hint: 'Try a list with one value.' }),
  //    id              points  title the student reads            marking guide, which only graders see
  byHand('why/reason',    0.5,  'the reason is given',             'Any sound reason.'),
] });
