import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** Whose the folders of a Gradescope export are: `submission_1234` by names, as `submission_metadata.yml` beside them says.
 * @returns Nothing for folders that are no such export, or where the file cannot be read as one. */
export function gradescopeNames(folder: string): Map<string, string> {
  const file = path.join(folder, 'submission_metadata.yml');
  const names = new Map<string, string>();
  if (!fs.existsSync(file)) return names;
  let submissions: unknown;
  try {
    submissions = parse(fs.readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  } catch {
    return names; // The folders then go by their own names.
  }
  for (const [name, submission] of Object.entries(record(submissions))) {
    const submitters = record(submission)[':submitters'];
    const who = (Array.isArray(submitters) ? submitters : [])
      .map((submitter) => record(submitter)[':name'])
      .filter((one) => typeof one === 'string');
    if (who.length) names.set(name, who.join(' & '));
  }
  return names;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
