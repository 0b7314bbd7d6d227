import { parseNotebook, type Notebook } from '../notebook/index.js';

/** A larger notebook is refused unread, in bytes: outputs belong to the student's copy, not into a submission. */
export const SUBMISSION_LIMIT_BYTES = 64 << 20;

/** One with more values is refused, too: a figure of thousands of points has some ten thousand. */
const SUBMISSION_LIMIT_VALUES = 1_000_000;

/** The same for more code than this, in characters of all cells together: an exercise has some ten thousand. */
const SUBMISSION_LIMIT_CODE = 2 << 20;

/** Reads a notebook that a stranger has written.
 * @throws {NotebookFormatError} If it is none, or larger than a submission can be. */
export function parseSubmission(content: Uint8Array | string): Notebook {
  return parseNotebook(content, {
    maxBytes: SUBMISSION_LIMIT_BYTES,
    maxValues: SUBMISSION_LIMIT_VALUES,
    maxCode: SUBMISSION_LIMIT_CODE,
  });
}
