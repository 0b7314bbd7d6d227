import { ExerciseError } from '../notebook/exercise-error.js';
import { NotebookFormatError } from '../notebook/notebook-format-error.js';
import { EXIT, UsageError } from './exit-code.js';

/** Says why a command failed. What a user can put right takes a line; only a fault of gradlab shows its stack.
 * @returns The exit code. */
export async function reportFailure(error: unknown): Promise<number> {
  const { GraderError } = await import('../grading/grader-error.js');
  if (error instanceof UsageError || error instanceof ExerciseError || error instanceof NotebookFormatError || error instanceof RangeError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof GraderError) {
    process.stderr.write(`The grader could not go on: ${error.message}\n`);
    return EXIT.broken;
  }
  if (isFileProblem(error)) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`gradlab itself failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.broken;
}

function isFileProblem(error: unknown): error is NodeJS.ErrnoException {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'EROFS' || code === 'ENOSPC';
}
