import type { Axis, Trace } from './figure.js';

/** One plot, to be shown beside others with `sideBySide`. */
export interface Panel {
  title?: string;
  data: Trace[];
  xaxis?: Axis;
  yaxis?: Axis;
}
