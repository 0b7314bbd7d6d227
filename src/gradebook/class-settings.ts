import path from 'node:path';
import { z } from 'zod';
import { GradebookError } from './gradebook-error.js';
import { parseMoment } from './moment.js';
import { parseYaml } from './parse-yaml.js';

const percent = z.number().min(0).max(100);
const hours = z.number().min(0);

const late = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('none') }),
  z.strictObject({
    policy: z.literal('per-day'),
    /** Of the exercise's points, for each day that has begun. */
    percentPerDay: percent,
    /** Not yet late. */
    graceMinutes: z.number().min(0).default(0),
    /** The penalty stops there. */
    lowestPercent: percent.default(0),
  }),
  z.strictObject({
    policy: z.literal('steps'),
    graceMinutes: z.number().min(0).default(0),
    /** From so many hours after the due date this share of the score is kept. */
    steps: z.array(z.strictObject({ afterHours: hours, keepPercent: percent })).min(1),
  }),
]);

const moment = z.union([z.string(), z.date()]).transform((value, context) => {
  const text = value instanceof Date ? value.toISOString() : value;
  if (parseMoment(text)?.hasOffset) return text;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no time with an offset: write for example 2026-11-30T23:59+01:00`,
  });
  return z.NEVER;
});

const schema = z.strictObject({
  /** A CSV file beside this one. */
  roster: z.string().optional(),
  /** A CSV file with columns submission and submitted, and where wanted exercise. */
  submitted: z.string().optional(),
  late: late.default({ policy: 'none' }),
  exercises: z
    .record(
      z.string(),
      z.strictObject({
        due: moment.optional(),
        /** Later due dates, by id or submission. */
        extensions: z.record(z.string(), moment).default({}),
      }),
    )
    .default({}),
});

export type ClassSettings = z.infer<typeof schema>;
export type LatePolicy = z.infer<typeof late>;

/** Reads what an instructor says about a class: roster, due dates, what handing in late costs.
 * @param file Its name, for messages; other files are looked for beside it.
 * @throws {GradebookError} If it is no YAML or says something unknown; says where. */
export function readClassSettings(text: string, file: string): ClassSettings {
  const parsed = schema.safeParse(parseYaml(text, file) ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GradebookError(`${file}: ${z.core.toDotPath(issue!.path) || 'the whole'}: ${issue!.message}`);
  }
  const beside = (name: string | undefined) =>
    name === undefined ? undefined : path.resolve(path.dirname(file), name);
  const { roster, submitted } = parsed.data;
  return { ...parsed.data, roster: beside(roster), submitted: beside(submitted) };
}
