import { z } from 'zod';
import { RESULT_SCHEMA_VERSION, type SubmissionResult } from '../grading/result.js';
import { UsageError } from './exit-code.js';
import { readText } from './read-file.js';

const points = z.number().min(0);

const values = z.array(z.number().nullable());

const status = z.enum([
  'pass',
  'fail',
  'notAttempted',
  'error',
  'timeout',
  'crashed',
  'notRun',
  'pendingManual',
  'marked',
]);

const axis = z.looseObject({ title: z.string(), isLogarithmic: z.boolean() });

const figure = z.looseObject({
  task: z.string(),
  title: z.string(),
  panels: z.array(
    z.looseObject({
      title: z.string(),
      x: axis,
      y: axis,
      traces: z.array(z.looseObject({ name: z.string(), isLine: z.boolean(), x: values, y: values })),
      table: z
        .looseObject({ columns: z.array(z.string()), rows: z.array(z.string()), values: z.array(values) })
        .optional(),
    }),
  ),
  png: z.base64().optional(),
});

const check = z.looseObject({
  id: z.string(),
  task: z.string(),
  title: z.string(),
  visibility: z.enum(['public', 'hidden']),
  status,
  score: points,
  maxScore: points,
  message: z.string(),
  hint: z.string(),
  series: z.looseObject({ expected: values, got: values, every: z.number().int().min(1) }).optional(),
  marked: z
    .looseObject({
      automatic: z.looseObject({ status, score: points, message: z.string(), hint: z.string() }),
      changed: z.string().optional(),
    })
    .optional(),
});

/** The result contract, as far as reports need it: later versions may add fields. */
const result = z.looseObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  exercise: z.string(),
  title: z.string(),
  submission: z.string(),
  status: z.enum(['graded', 'unreadable']),
  message: z.string().optional(),
  score: points,
  maxScore: points,
  pendingScore: points,
  isolation: z.string(),
  checks: z.array(check),
  restored: z.array(z.looseObject({ cell: z.string(), what: z.string() })),
  tasks: z.array(z.looseObject({ id: z.string(), title: z.string() })).optional(),
  figures: z.array(figure).optional(),
  answers: z
    .record(z.string(), z.looseObject({ sha256: z.string(), text: z.string().optional() }))
    .optional(),
  submitter: z
    .looseObject({ name: z.string(), id: z.string().optional(), email: z.string().optional() })
    .optional(),
  person: z.looseObject({ id: z.string(), name: z.string(), email: z.string() }).optional(),
  late: z.looseObject({ due: z.string(), penalty: points, message: z.string() }).optional(),
});

/** Reads the results.json of `gradlab grade`.
 * @throws {UsageError} If it is something else; says where. */
export function readResults(file: string): SubmissionResult[] {
  let json: unknown;
  try {
    json = JSON.parse(readText(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${file} is not JSON: give the results.json of gradlab grade --out`);
  }
  const version = Array.isArray(json)
    ? json.map((one: { schemaVersion?: unknown } | null) => one?.schemaVersion)
    : [undefined];
  const other = version.find((one) => one !== RESULT_SCHEMA_VERSION);
  if (typeof other === 'number' && other > RESULT_SCHEMA_VERSION)
    throw new UsageError(`${file} holds results of a later gradlab (schemaVersion ${other}): use that one`);
  if (version.some((one) => one !== RESULT_SCHEMA_VERSION)) {
    throw new UsageError(
      `${file} holds no results of this version (schemaVersion ${RESULT_SCHEMA_VERSION}): grade again with this gradlab`,
    );
  }
  const parsed = z.array(result).safeParse(json);
  if (parsed.success) return json as SubmissionResult[];
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${file} is not as gradlab grade wrote it: ${z.core.toDotPath(issue!.path)}: ${issue!.message}. Grade again, with --out`,
  );
}
