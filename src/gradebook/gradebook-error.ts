/** A sheet, roster or settings file of the instructor's that cannot be taken as it is. The message is a line for people:
 * which file, where, and what to do. */
export class GradebookError extends Error {
  override name = 'GradebookError';
}
