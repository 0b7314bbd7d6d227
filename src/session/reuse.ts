/** Whether what has been worked out for one cell, notebook or call serves the next: compilers, TypeScript's checker, compiled
 * cells, answers of probes. `GRADLAB_REUSE=off` does without, so that somebody can see that results stay the same. */
export const isReusing = () => process.env['GRADLAB_REUSE'] !== 'off';
