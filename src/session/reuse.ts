/** Whether what has been worked out for one cell or notebook serves the next: compilers, TypeScript's checker, compiled
 * cells. `GRADLAB_REUSE=off` does without, so that somebody can see that results stay the same. */
export const isReusing = () => process.env['GRADLAB_REUSE'] !== 'off';
