import path from 'node:path';
import { z } from 'zod';
import { GradebookError } from './gradebook-error.js';
import { parseMoment } from './moment.js';
import { kindWords, parseYaml, problemOf } from './parse-yaml.js';

const percent = z
  .number('write a number from 0 to 100')
  .min(0, 'write at least 0')
  .max(100, 'write at most 100');
const notNegative = z.number('write a number from 0').min(0, 'write at least 0');

const late = z.discriminatedUnion(
  'policy',
  [
    z.strictObject({ policy: z.literal('none') }),
    z.strictObject({
      policy: z.literal('per-day'),
      /** Of the exercise's points, for each day that has begun. */
      percentPerDay: percent,
      /** Not yet late. */
      graceMinutes: notNegative.default(0),
      /** The penalty stops there. */
      lowestPercent: percent.default(0),
    }),
    z.strictObject({
      policy: z.literal('steps'),
      graceMinutes: notNegative.default(0),
      /** From so many hours after the due date this share of the score is kept. */
      steps: z
        .array(z.strictObject({ afterHours: notNegative, keepPercent: percent }))
        .min(1, 'write a step at least'),
    }),
  ],
  'choose none, per-day or steps',
);

const moment = z
  .union([z.string(), z.date()], 'write a time with an offset, such as 2026-11-30T23:59+01:00')
  .transform((value, context) => {
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
 * @throws {GradebookError} If it is no YAML, empty, or says something unknown; says where. */
export function readClassSettings(text: string, file: string): ClassSettings {
  const yaml = parseYaml(text, file);
  if (yaml.value === null)
    throw new GradebookError(`${file} says nothing: write roster, submitted, late or exercises into it`);
  const parsed = schema.safeParse(yaml.value, { error: kindWords });
  if (!parsed.success) throw new GradebookError(problemOf(parsed.error.issues[0]!, SETTINGS, yaml));
  const beside = (name: string | undefined) =>
    name === undefined ? undefined : path.resolve(path.dirname(file), name);
  const { roster, submitted } = parsed.data;
  return { ...parsed.data, roster: beside(roster), submitted: beside(submitted) };
}

const SETTINGS = [
  ...Object.keys(schema.shape),
  ...late.options.flatMap(({ shape }) => Object.keys(shape)),
  'afterHours',
  'keepPercent',
  'due',
  'extensions',
];
