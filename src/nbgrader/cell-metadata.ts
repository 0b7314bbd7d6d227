import { z } from 'zod';
import type { Cell } from '../notebook/index.js';

/** What `metadata.nbgrader` of a cell says, as nbgrader 0.6 and later write it.
 * @see https://github.com/jupyter/nbgrader, nbgrader/nbgraderformat/v3.json */
const schema = z.strictObject({
  schema_version: z.literal(3),
  grade: z.boolean(),
  locked: z.boolean(),
  solution: z.boolean(),
  task: z.boolean().optional(),
  grade_id: z
    .string()
    .regex(/^[a-zA-Z0-9_-]*$/, 'Use letters, digits, hyphens and underscores')
    .optional(),
  points: z.number().min(0).optional(),
  checksum: z.string().length(32).optional(),
  cell_type: z.enum(['raw', 'code', 'markdown']).optional(),
});

export type CellMetadata = z.infer<typeof schema>;

/** Reads the metadata of a cell, written by any version of nbgrader: older ones become schema 3, as nbgrader makes them.
 * @param metadata What stands under `nbgrader`.
 * @param complain Called with what is wrong; nothing is returned then.
 * @returns Nothing where the cell is none of nbgrader's. */
export function readCellMetadata(
  metadata: unknown,
  kind: Cell['kind'],
  complain: (message: string) => void,
): CellMetadata | undefined {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    complain('metadata.nbgrader is no object');
    return undefined;
  }
  const upgraded = upgrade(metadata as Record<string, unknown>, kind);
  if (upgraded === undefined) return undefined;
  const version = upgraded.schema_version;
  if (typeof version === 'number' && version > 3) {
    complain(`Its metadata are of nbgrader's schema ${version}: this gradlab knows 3 and earlier`);
    return undefined;
  }
  const parsed = schema.safeParse(upgraded);
  const problem = parsed.success ? ruleBroken(parsed.data, kind) : issueText(parsed.error.issues[0]!);
  if (problem !== undefined) complain(problem);
  return parsed.success && problem === undefined ? parsed.data : undefined;
}

const KEYS = Object.keys(schema.shape);

/** @see https://github.com/jupyter/nbgrader, `upgrade_cell_metadata` in nbgrader/nbgraderformat/v1.py to v3.py */
function upgrade(metadata: Record<string, unknown>, kind: Cell['kind']): Record<string, unknown> | undefined {
  const own = { schema_version: 0, ...metadata } as Record<string, unknown>;
  if (own.schema_version === 0) {
    for (const name of ['grade', 'solution', 'locked']) own[name] ??= false;
    if (!own.grade && !own.solution && !own.locked) return undefined;
    if (own.grade) own.points = upgradedPoints(own.points);
    else delete own.points;
    own.schema_version = 1;
  }
  if (own.schema_version === 1) {
    if ('checksum' in own) own.cell_type ??= kind;
    own.schema_version = 2;
  }
  if (own.schema_version === 2) own.schema_version = 3;
  return Object.fromEntries(Object.entries(own).filter(([name]) => KEYS.includes(name)));
}

/** Schema 0 had texts; what is no number stays, to be complained about. */
function upgradedPoints(points: unknown): unknown {
  if (points === undefined || points === '') return 0;
  const number = typeof points === 'string' ? Number(points) : points;
  return typeof number === 'number' && !Number.isNaN(number) ? Math.max(0, number) : points;
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  return `metadata.nbgrader${path.length ? `.${z.core.toDotPath(path)}` : ''}: ${message}`;
}

function ruleBroken(
  { grade, solution, locked, task, grade_id, points }: CellMetadata,
  kind: Cell['kind'],
): string | undefined {
  if ((grade || solution || locked) && !grade_id) return 'It has no grade_id: give it one in nbgrader';
  if (grade && points === undefined) return `"${grade_id}" has no points`;
  if (task) return kind === 'markdown' ? undefined : `"${grade_id}" is a task: such a cell must be Markdown`;
  if (kind === 'markdown' && grade !== solution)
    return grade
      ? `"${grade_id}" is Markdown and is graded, but is no solution cell`
      : `"${grade_id}" is a solution cell in Markdown, but is not graded`;
  return undefined;
}
