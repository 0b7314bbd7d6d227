/** What a notebook imports. Nothing here knows of grading, sessions or kernels. */
export { useBackend, type Backend, type BackendName, type UseBackendOptions } from './backend.js';
export { Callback, type Logs } from './callback.js';
export { loadFashionMnist, loadMnist, type LoadOptions } from './data/load-images.js';
export type { Dataset } from './data/dataset.js';
export { parseIdx, type IdxArray } from './data/parse-idx.js';
export { disposeModel } from './dispose-model.js';
export { display, type DisplayHost, type DisplayOptions, type MimeBundle } from './display.js';
export type {
  Annotation,
  Axis,
  Figure,
  HeatmapTrace,
  Layout,
  ScatterTrace,
  Trace,
  Values,
} from './figure.js';
export { getLearningRate, setLearningRate } from './learning-rate.js';
export { displayPlotly } from './plotly-library.js';
export { RandomState } from './random-state.js';
export { random, setSeed } from './seed.js';
export { show } from './show.js';
export { suggestLearningRate, type SuggestionOptions, type SuggestionRule } from './suggest-learning-rate.js';
