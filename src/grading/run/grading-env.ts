/** The environment of a graded notebook: everything that could change a result is pinned. */
export const GRADING_ENV = {
  GRADLAB_BACKEND: 'wasm',
  GRADLAB_DATA: 'synthetic:600',
  GRADLAB_PLOTLY: 'none',
  TZ: 'UTC',
  LANG: 'C',
};
