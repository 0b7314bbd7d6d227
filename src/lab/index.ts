/** What a notebook imports. Nothing here knows of grading, sessions or kernels. */
import { showFiguresAsValues } from './show.js';
import { guardTraining } from './training/guard-training.js';

export { useBackend, type Backend, type BackendName, type UseBackendOptions } from './backend.js';
export { Callback, type Logs, type TrainingParams } from './callback.js';
export { loadFashionMnist, loadMnist, type LoadOptions } from './data/load-images.js';
export type { Dataset } from './data/dataset.js';
export {
  useCompiledTraining,
  type CompiledTrainingOptions,
} from './compiled-training/use-compiled-training.js';
export { parseIdx, type IdxArray } from './data/parse-idx.js';
export { disposeModel } from './dispose-model.js';
export { clearOutput, display, type DisplayHost, type DisplayOptions, type MimeBundle } from './display.js';
export { curves, type CurvesOptions } from './figures/curves.js';
export type {
  Annotation,
  Axis,
  ColorBar,
  Figure,
  HeatmapTrace,
  Layout,
  PanelAxis,
  ScatterTrace,
  Trace,
  Values,
} from './figures/figure.js';
export { heatmap, type HeatmapOptions } from './figures/heatmap.js';
export type { Panel } from './figures/panel.js';
export { displayPlotly } from './figures/plotly-library.js';
export { sideBySide, type SideBySideOptions } from './figures/side-by-side.js';
export { getLearningRate, setLearningRate } from './learning-rate.js';
export { linspace } from './preprocessing/linspace.js';
export type { Rows } from './preprocessing/rows.js';
export { StandardScaler } from './preprocessing/standard-scaler.js';
export { trainTestSplit, type Samples, type SplitOptions } from './preprocessing/train-test-split.js';
export { RandomState } from './random-state.js';
export { checkPositive, checkRange, checkStep } from './schedules/check-arguments.js';
export { ExponentialDecay, type ExponentialDecayConfig } from './schedules/exponential-decay.js';
export { LearningRateSchedule } from './schedules/learning-rate-schedule.js';
export { LearningRateScheduler } from './schedules/learning-rate-scheduler.js';
export { random, setSeed } from './seed.js';
export { show } from './show.js';
export { suggestLearningRate, type SuggestionOptions, type SuggestionRule } from './suggest-learning-rate.js';
export { table, type Table } from './tables/table.js';
export { TrainingProgress, type TrainingProgressOptions } from './training/training-progress.js';

guardTraining();
showFiguresAsValues();
