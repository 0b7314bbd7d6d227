import { stringify } from 'yaml';
import { z } from 'zod';
import { GradebookError } from './gradebook-error.js';
import type { MarkingRow } from './marking-row.js';
import type { WrittenMark } from './marking-sheet.js';
import { kindWords, parseYaml, problemOf } from './parse-yaml.js';

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
  return `# Fill in points (0 to maxScore) and comment, then: gradlab mark THIS-FILE\n# A comment with a colon or # in it takes quotes: comment: "Good: but why?"\n${stringify(page, { nullStr: '', lineWidth: 0 })}`;
}

/** What stands there for the marker to read comes back unread. */
const unread = z.unknown().optional();
const text = z.union([z.string(), z.number(), z.null()], 'write a text, in quotes').optional();

const page = z.strictObject({
  submission: z.string(),
  exercise: z.string(),
  answers: z.array(
    z.strictObject({
      check: z.string(),
      points: z.union([z.number(), z.string(), z.null()], 'write a number').optional(),
      comment: text,
      key: text,
      title: unread,
      note: unread,
      answer: unread,
      guide: unread,
      maxScore: unread,
    }),
  ),
});

const NAMES = [...Object.keys(page.shape), ...Object.keys(page.shape.answers.element.shape)];

/** Reads a page that came back.
 * @param file Its name, for messages.
 * @throws {GradebookError} If it is no YAML, or not such a page, or if a part of a comment would be lost; says in which line. */
export function readMarkingPage(text: string, file: string): WrittenMark[] {
  const yaml = parseYaml(text, file);
  const parsed = page.safeParse(yaml.value, { error: kindWords });
  if (!parsed.success)
    throw new GradebookError(
      `${problemOf(parsed.error.issues[0]!, NAMES, yaml)}. A page is as gradlab mark wrote it, but for points and comment`,
    );
  const { submission, exercise, answers } = parsed.data;
  return answers.map(({ check, points, comment, key }, at) => {
    const place = ['answers', at, 'comment'];
    const lost = yaml.remarkBehind(place);
    if (lost !== undefined)
      throw new GradebookError(
        `${yaml.placeOf(place)}: what stands behind the # would be left out of the comment ("${lost}"): put quotes around the whole of it`,
      );
    return {
      exercise,
      submission,
      check,
      points: String(points ?? ''),
      comment: String(comment ?? ''),
      key: String(key ?? ''),
      place: `${file}, ${check}`,
    };
  });
}
