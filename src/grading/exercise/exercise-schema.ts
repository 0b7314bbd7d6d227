import { z } from 'zod';
import { GRADING_MEMORY_MIB } from '../../session/index.js';

const identifier = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, digits and single hyphens')
  .max(40);

/** What exercise.json says. */
export const exerciseSchema = z.strictObject({
  $schema: z.string().optional(),
  id: identifier.describe('The name of the folder'),
  title: z.string().min(1),
  version: z
    .string()
    .regex(/^\d+$/, 'Use a whole number as text, e.g. "1"')
    .describe('Raised when a released notebook changes'),
  tasks: z
    .array(z.strictObject({ id: identifier, title: z.string().min(1) }))
    .min(1)
    .describe('What the student fills, in the order of the notebook'),
  files: z
    .array(z.string().min(1))
    .default([])
    .describe('Files beside the notebook that cells may import or read'),
  limits: z
    .strictObject({
      cellTimeoutMs: z.number().int().positive().default(60_000).describe('One cell, in milliseconds'),
      probeTimeoutMs: z.number().int().positive().default(10_000).describe('One probe, in milliseconds'),
      memoryMiB: z.number().int().positive().default(GRADING_MEMORY_MIB).describe("The student's process"),
      maxOutputBytes: z
        .number()
        .int()
        .positive()
        .default(1 << 20)
        .describe('What one cell may print'),
    })
    .prefault({}),
});

export type ExerciseSettings = z.infer<typeof exerciseSchema>;

/** The JSON Schema that editors use, through `$schema` in exercise.json. */
export function exerciseJsonSchema(): unknown {
  return z.toJSONSchema(exerciseSchema, { io: 'input' });
}
