/** Runs a notebook's cells: compile, execute, isolate. Knows cells, nothing of exercises. */
export {
  Session,
  type CellOutcome,
  type ProbeOutcome,
  type SessionOptions,
  type SessionOutput,
} from './session.js';
export type { InputRequest } from './execute/executor.js';
export { INTERRUPTED } from './execute/interruption.js';
export { CompilerProcess } from './compile/compiler-process.js';
export { gradlabRoot } from './gradlab-root.js';
export { workplaceFor, type Workplace } from './compile/workplace.js';
export type { CellDiagnostic } from './compile/diagnostic.js';
export { makeMissingImages, missingImages } from './image/make-images.js';
export { GRADING_MEMORY_MIB, type SessionLimits } from './limits.js';
export { ISOLATION_LEVELS, type IsolationLevel } from './isolate/isolation.js';
export { BoxCopies } from './isolate/box-copies.js';
export { bubblewrapProblem, type BoxProblem } from './isolate/bubblewrap.js';
export type { ProbedNotebook } from './execute/probe.js';
export type { Completions, Inspection } from './compile/completions.js';
export type { Completeness } from './compile/completeness.js';
export type { DisplayOptions, ErrorReport, MimeBundle, SessionRole } from './wire/messages.js';
export { endLeftBoxes } from './isolate/left-boxes.js';
