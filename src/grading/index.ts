/** For the authors of exercises: what grader.ts and probes.ts import. */
export {
  byHand,
  check,
  defineGrader,
  hidden,
  type CheckOptions,
  type GraderDefinition,
} from './define/check.js';
export { callsOf, varied, type InputRandom, type Probe } from './define/probe.js';
export {
  between,
  close,
  equal,
  fields,
  oneOf,
  reference,
  text,
  type Tolerance,
} from './compare/expectation.js';
export type { ProbedNotebook } from '../session/execute/probe.js';
