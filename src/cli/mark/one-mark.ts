import { applyHandMarks, markKey, readHandMarks, writeHandMarks } from '../../gradebook/index.js';
import type { SubmissionResult } from '../../grading/result.js';
import { plainText } from '../../report/plain-text.js';
import { EXIT, UsageError } from '../exit-code.js';
import { writeResults } from '../write-results.js';
import { takeBack } from './take-back.js';

export interface OneMark {
  student?: string;
  exercise?: string;
  check?: string;
  points?: string;
  comment?: string;
  withdraw?: boolean;
}

/** One mark, given or taken back on the command line. */
export function markOne(folder: string, results: SubmissionResult[], options: OneMark): number {
  const { student, check, points, comment = '', withdraw } = options;
  if (student === undefined || check === undefined)
    throw new UsageError('One mark takes both --student and --check');
  if ((points === undefined) === !withdraw)
    throw new UsageError('Give --points for a mark, or --withdraw to take it back');
  const own = ofStudent(student, results).filter(
    (result) => (options.exercise ?? result.exercise) === result.exercise,
  );
  const submissions = [...new Set(own.map((result) => plainText(result.submission)))];
  if (submissions.length > 1)
    throw new UsageError(
      `"${plainText(student)}" could be ${submissions.map((name) => `"${name}"`).join(' or ')}: name one of these`,
    );
  if (own.length > 1)
    throw new UsageError(
      `"${plainText(student)}" has ${own.map(({ exercise }) => exercise).join(' and ')}: choose with --exercise`,
    );
  const exercise = own[0]?.exercise ?? options.exercise ?? results[0]?.exercise ?? '';
  const one = { exercise, submission: own[0]?.submission ?? student, check };
  if (!withdraw)
    return takeBack(folder, results, [{ ...one, points: points!, comment, key: '', place: 'command line' }]);
  const marks = readHandMarks(folder);
  const kept = marks.filter((mark) => markKey(mark) !== markKey(one));
  if (kept.length === marks.length)
    throw new UsageError(
      `No person has marked ${check} of "${plainText(student)}": there is nothing to take back`,
    );
  writeHandMarks(folder, kept);
  const failed = writeResults(folder, applyHandMarks(results, kept).results);
  process.stdout.write('1 mark taken back\n');
  return failed ? EXIT.broken : EXIT.passed;
}

/** By the name of the submission, or else of the person whose it is, where grading had a roster. */
function ofStudent(student: string, results: readonly SubmissionResult[]): SubmissionResult[] {
  const named = results.filter(({ submission }) => submission === student);
  if (named.length) return named;
  return results.filter(
    ({ person }) => person && [person.id, person.name, person.email].filter(Boolean).includes(student),
  );
}
