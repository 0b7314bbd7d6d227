import { stringify } from 'yaml';
import { z } from 'zod';
import { GradebookError } from './gradebook-error.js';
import type { MarkingRow } from './marking-row.js';
import type { WrittenMark } from './marking-sheet.js';
import { parseYaml } from './parse-yaml.js';

/** A YAML page for one submission: the instructor fills `points` and `comment` of each answer.
 * @param rows At least one, all of the same submission. */
export function markingPage(rows: readonly MarkingRow[]): string {
  const [{ submission, exercise }] = rows as [MarkingRow];
  const answers = rows.map(({ check, title, guide, answer, note, maxScore, points, comment, key }) => ({
    check,
    title,
    ...(note ? { note } : {}),
    answer,
    guide,
    maxScore,
    points: points === '' ? null : points,
    comment: comment || null,
    key,
  }));
  const page = { submission, exercise, answers };
  return `# Fill points (0 to maxScore) and comment, then: gradlab mark THIS-FILE\n${stringify(page, { nullStr: '', lineWidth: 0 })}`;
}

const page = z.object({
  submission: z.string(),
  exercise: z.string(),
  answers: z.array(
    z.object({
      check: z.string(),
      points: z.union([z.number(), z.string(), z.null()]).optional(),
      comment: z.union([z.string(), z.number(), z.null()]).optional(),
      key: z.union([z.string(), z.number(), z.null()]).optional(),
    }),
  ),
});

/** Reads a page that came back.
 * @param file Its name, for messages.
 * @throws {GradebookError} If it is no YAML, or not such a page; says where. */
export function readMarkingPage(text: string, file: string): WrittenMark[] {
  const parsed = page.safeParse(parseYaml(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GradebookError(
      `${file} is not a page that gradlab mark wrote: ${z.core.toDotPath(issue!.path) || 'the whole'}: ${issue!.message}`,
    );
  }
  const { submission, exercise, answers } = parsed.data;
  return answers.map(({ check, points, comment, key }) => ({
    exercise,
    submission,
    check,
    points: String(points ?? ''),
    comment: String(comment ?? ''),
    key: String(key ?? ''),
    place: `${file}, ${check}`,
  }));
}
