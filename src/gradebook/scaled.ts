import { GradebookError } from './gradebook-error.js';

/** The factor from our points to a table's.
 * @param theirs As the table says; 1 where it says nothing.
 * @throws {GradebookError} If they differ and nobody has asked to convert. */
export function scaled(ours: number, theirs: string | undefined, where: string, scale = false): number {
  const most = Number(theirs?.trim().replace(',', '.') || NaN);
  if (Number.isNaN(most) || most === ours || most <= 0) return 1;
  if (scale) return most / ours;
  throw new GradebookError(
    `${where} is ${most}, the exercise has ${ours} points: put that right there, or convert them with --scale`,
  );
}
