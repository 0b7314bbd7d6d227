const { GRADLAB_COMPILED_TRAINING } = process.env;

/** The environment of a graded notebook: everything that could change a result is pinned. What only makes it slower is not. */
export const GRADING_ENV = {
  GRADLAB_BACKEND: 'wasm',
  GRADLAB_DATA: 'synthetic:600',
  GRADLAB_PLOTLY: 'none',
  TZ: 'UTC',
  LANG: 'C',
  ...(GRADLAB_COMPILED_TRAINING === 'off' ? { GRADLAB_COMPILED_TRAINING } : {}),
};
