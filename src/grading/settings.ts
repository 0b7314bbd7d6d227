import type { CompilerProcess, IsolationLevel } from '../session/index.js';

/** How submissions are graded. */
export interface GradingSettings {
  isolation: IsolationLevel;
  /** Of the inputs that vary and of `Math.random` in the student's process. */
  seed: number;
  /** Cells tagged `experiment` run as they are. */
  experiments: boolean;
  /** Hidden checks count; without them it is the student's view. */
  hiddenChecks: boolean;
  /** Compiles cells, for one submission after another. */
  compiler: CompilerProcess;
  /** Something has had its time and slept for most of it. */
  onSleepingTimeout?: () => void;
}
