import {
  applyHandMarks,
  readHandMarks,
  takeMarks,
  writeHandMarks,
  type WrittenMark,
} from '../../gradebook/index.js';
import type { SubmissionResult } from '../../grading/result.js';
import { EXIT } from '../exit-code.js';
import { writeResults } from '../write-results.js';
import { count } from './count.js';

/** Takes marks into the results, and writes both. */
export function takeBack(folder: string, results: SubmissionResult[], written: WrittenMark[]): number {
  const { marks, taken, open } = takeMarks(written, results, readHandMarks(folder));
  writeHandMarks(folder, marks);
  const { results: marked } = applyHandMarks(results, marks);
  const failed = writeResults(folder, marked);
  const pending = marked.filter(({ pendingScore }) => pendingScore > 0).length;
  process.stdout.write(
    `${count(taken, 'mark')} taken${open ? `, ${count(open, 'row')} without points left as before` : ''}. ${pending ? `${count(pending, 'submission')} still wait${pending === 1 ? 's' : ''} for marks` : 'No submission waits for marks'}\n`,
  );
  if (marked.some(({ late }) => late?.penalty))
    process.stderr.write('What lateness costs is as it was: gradlab report --class works it out anew\n');
  return failed ? EXIT.broken : EXIT.passed;
}
