import type { SubmissionResult } from '../grading/result.js';

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

/** What is worth a remark in any gradebook. */
export function commonRemarks(
  filled: readonly SubmissionResult[],
  without: readonly SubmissionResult[],
  file: string,
): string[] {
  const pending = filled.filter(({ pendingScore }) => pendingScore > 0);
  return [
    ...without.map(({ submission }) => `${submission} is not in ${file}: not filled in`),
    ...filled
      .filter(({ status }) => status === 'unreadable')
      .map(({ submission }) => `${submission} could not be read: its cell is left as it was`),
    ...(pending.length
      ? [
          `${pending.length} of ${filled.length} wait for hand marks (gradlab mark): their points are without those`,
        ]
      : []),
  ];
}
