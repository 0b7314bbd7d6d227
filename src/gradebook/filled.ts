import type { SubmissionResult } from '../grading/result.js';
import { listedNames } from './listed-names.js';

/** Another system's table with our points in it, and what the instructor should know about it. */
export interface Filled {
  text: string;
  remarks: string[];
}

export interface FillOptions {
  /** The header of the column that takes the points, where it cannot be told from the exercise's title. */
  column?: string | undefined;
  /** Points are converted to those that the table has. */
  scale?: boolean | undefined;
}

/** What is worth a remark in any gradebook: a line each, however many people it is about.
 * @param people Without a submission, as the table names them. */
export function commonRemarks(
  filled: readonly SubmissionResult[],
  without: readonly SubmissionResult[],
  people: readonly string[],
  file: string,
): string[] {
  const pending = filled.filter(({ pendingScore }) => pendingScore > 0);
  const unreadable = filled.filter(({ status }) => status === 'unreadable');
  const names = (results: readonly SubmissionResult[]) =>
    listedNames(results.map(({ submission }) => submission));
  return [
    ...(without.length ? [`Not in ${file}, and not filled in: ${names(without)}`] : []),
    ...(people.length ? [`Without a submission, and left as they were: ${listedNames(people)}`] : []),
    ...(unreadable.length
      ? [`Could not be read, and their cells are left as they were: ${names(unreadable)}`]
      : []),
    ...(pending.length
      ? [
          `${pending.length} of ${filled.length} wait for hand marks (gradlab mark): their points are without those`,
        ]
      : []),
  ];
}
