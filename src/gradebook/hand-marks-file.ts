import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { GradebookError } from './gradebook-error.js';
import type { HandMark } from './hand-mark.js';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  marks: z.array(
    z.strictObject({
      exercise: z.string(),
      submission: z.string(),
      check: z.string(),
      points: z.number().min(0),
      comment: z.string(),
      maxScore: z.number().min(0).optional(),
      answer: z.string().optional(),
      automatic: z
        .strictObject({
          status: z.enum([
            'pass',
            'fail',
            'notAttempted',
            'error',
            'timeout',
            'crashed',
            'notRun',
            'pendingManual',
          ]),
          score: z.number().min(0),
        })
        .optional(),
    }),
  ),
});

/** Hand marks lie beside the results, in a file of their own that no grading overwrites. */
const NAME = 'hand-marks.json';

/** @param folder Where `gradlab grade --out` writes.
 * @returns None where nobody has marked yet.
 * @throws {GradebookError} If the file is not as gradlab wrote it. */
export function readHandMarks(folder: string): HandMark[] {
  const file = path.join(folder, NAME);
  if (!fs.existsSync(file)) return [];
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GradebookError(`${file} is not JSON: put back the file that gradlab mark wrote`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data.marks as HandMark[];
  const [issue] = parsed.error.issues;
  throw new GradebookError(
    `${file} is not as gradlab mark wrote it: ${z.core.toDotPath(issue!.path)}: ${issue!.message}`,
  );
}

/** Writes them in one step: a crash leaves the earlier file or the new one. */
export function writeHandMarks(folder: string, marks: readonly HandMark[]): void {
  const file = path.join(folder, NAME);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify({ schemaVersion: 1, marks }, null, 2)}\n`);
  fs.renameSync(`${file}.new`, file);
}
