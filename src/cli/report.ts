import fs from 'node:fs';
import { compareText } from '../batch/find-submissions.js';
import { RESULT_SCHEMA_VERSION, type SubmissionResult } from '../grading/result.js';
import { nearestName } from '../lab/nearest-name.js';
import { RENDERERS, type ReportFormat } from '../report/index.js';
import { EXIT, UsageError } from './exit-code.js';
import { choice } from './options.js';
import { existingPath } from './read-file.js';

interface Options {
  format: string;
  output?: string;
}

/** `gradlab report`: results of one or several runs, e.g. of shards, in another format. */
export async function report(files: string[], options: Options): Promise<number> {
  const format = choice('--format', options.format, Object.keys(RENDERERS) as ReportFormat[], nearestName);
  const results = files.flatMap(readResults);
  const names = new Set<string>();
  for (const { submission, exercise } of results) {
    const key = `${exercise}\0${submission}`;
    if (names.has(key)) throw new UsageError(`The submission "${submission}" stands in more than one place: give each shard once`);
    names.add(key);
  }
  results.sort((a, b) => compareText(a.exercise, b.exercise) || compareText(a.submission, b.submission));
  const text = RENDERERS[format](results);
  if (options.output === undefined) process.stdout.write(text);
  else {
    fs.writeFileSync(options.output, text);
    process.stdout.write(`${options.output}\n`);
  }
  return EXIT.passed;
}

function readResults(file: string): SubmissionResult[] {
  let results: unknown;
  try {
    results = JSON.parse(fs.readFileSync(existingPath(file), 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${file} is not JSON: give the results.json of gradlab grade --out`);
  }
  const known = Array.isArray(results) && results.every((one: Partial<SubmissionResult> | null) => one?.schemaVersion === RESULT_SCHEMA_VERSION);
  if (!known) throw new UsageError(`${file} holds no results of this version (schemaVersion ${RESULT_SCHEMA_VERSION}): grade again with this gradlab`);
  return results as SubmissionResult[];
}
