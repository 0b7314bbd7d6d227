/** What a notebook imports: the lab (backend, data sets, training, figures) and the checks of its exercise. Loads no CLI,
 * schema library, compiler or kernel. */
export * from './lab/index.js';
export { exercise, todo, type CheckFunction } from './grading/self-check/exercise.js';
