import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Submitter } from '../grading/result.js';

/** Whose the folders of a Gradescope export are: `submission_1234` by people, as `submission_metadata.yml` beside them says.
 * @returns Nothing for folders that are no such export, or where the file cannot be read as one. */
export function gradescopeSubmitters(folder: string): Map<string, Submitter> {
  const file = path.join(folder, 'submission_metadata.yml');
  const people = new Map<string, Submitter>();
  if (!fs.existsSync(file)) return people;
  let submissions: unknown;
  try {
    submissions = parse(fs.readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  } catch {
    return people; // The folders then go by their own names.
  }
  for (const [name, submission] of Object.entries(record(submissions))) {
    const { ':submitters': submitters, ':created_at': createdAt } = record(submission);
    const group = (Array.isArray(submitters) ? submitters : []).map(record);
    const names = group.map((one) => one[':name']).filter((one) => typeof one === 'string');
    if (names.length === 0) continue;
    const [{ ':sid': id, ':email': email }] = group as [Record<string, unknown>];
    people.set(name, {
      name: names.join(' & '),
      // A group is one submission of several people: it is known by their names only.
      ...(names.length === 1 && (typeof id === 'string' || typeof id === 'number') ? { id: String(id) } : {}),
      ...(names.length === 1 && typeof email === 'string' ? { email } : {}),
      ...momentOf(createdAt),
    });
  }
  return people;
}

function momentOf(value: unknown): { submittedAt?: string } {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { submittedAt: value.toISOString() };
  return typeof value === 'string' ? { submittedAt: value } : {};
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
