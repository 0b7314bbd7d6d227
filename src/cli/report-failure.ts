import { ArchiveError } from '../batch/archive-error.js';
import { isFileProblem } from '../batch/file-problem.js';
import { GradebookError } from '../gradebook/gradebook-error.js';
import { ExerciseError } from '../notebook/exercise-error.js';
import { NotebookFormatError } from '../notebook/notebook-format-error.js';
import { plainText } from '../report/plain-text.js';
import { EXIT, UsageError } from './exit-code.js';

/** Says why a command failed. What a user can put right takes a line; only a fault of gradlab shows its stack.
 * @param before Begins the message.
 * @returns The exit code. */
export async function reportFailure(error: unknown, before = ''): Promise<number> {
  const { GraderError } = await import('../grading/grader-error.js');
  const say = (text: string) =>
    process.stderr.write(`${before}${text.split('\n').map(plainText).join('\n')}\n`);
  if (isUsage(error) || isFileProblem(error)) {
    say(isUsage(error) ? error.message : fileWords(error));
    return EXIT.usage;
  }
  if (error instanceof GraderError) {
    say(`The grader could not go on: ${error.message}`);
    return EXIT.broken;
  }
  say(`gradlab itself failed: ${error instanceof Error ? error.stack : String(error)}`);
  return EXIT.broken;
}

/** What the file system says, for somebody who has not heard of EISDIR. */
function fileWords({ code, path, message, syscall }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' && syscall === 'mkdir')
    return `There can be no folder '${path}': the system refuses it`;
  if (code === 'EISDIR') return `${path} is a folder: name a file`;
  if (code === 'EEXIST' || code === 'ENOTDIR') return `A file lies where a folder is to be: ${path}`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path} may not be opened or changed by you (${message})`;
  return message;
}

function isUsage(error: unknown): error is Error {
  if (
    [UsageError, ExerciseError, NotebookFormatError, ArchiveError, GradebookError].some(
      (kind) => error instanceof kind,
    )
  )
    return true;
  return error instanceof RangeError && !/call stack|Invalid (string|array) length/.test(error.message);
}
