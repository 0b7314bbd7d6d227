import fs from 'node:fs';
import { SUBMISSION_LIMIT_BYTES } from '../grading/parse-submission.js';
import type { FoundSubmission } from './find-submissions.js';

/** The bytes of a submission, or why there are none: what lies there may have changed since it was found, into a pipe that never says
 * anything, say. */
export function readSubmission({ file, size, problem }: FoundSubmission): Buffer | { why: string } {
  if (problem !== undefined) return { why: problem };
  if (size > SUBMISSION_LIMIT_BYTES) return { why: tooLarge(size) };
  let handle: number | undefined;
  try {
    handle = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0)); // Windows has no pipes among files.
    const stat = fs.fstatSync(handle);
    if (!stat.isFile()) return { why: 'This is no file, but a folder, a pipe or a device' };
    if (stat.size > SUBMISSION_LIMIT_BYTES) return { why: tooLarge(stat.size) };
    return fs.readFileSync(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { why: `The file cannot be read (${code})` };
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

function tooLarge(size: number): string {
  const mib = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return `The file is ${mib(size)} MiB large, at most ${mib(SUBMISSION_LIMIT_BYTES)} are read: clear the outputs and submit again`;
}
