import fs from 'node:fs';
import path from 'node:path';
import { compareText } from '../batch/find-submissions.js';
import { nearestName } from '../lab/nearest-name.js';
import { RENDERERS, type ReportFormat } from '../report/index.js';
import { EXIT, UsageError } from './exit-code.js';
import { plainText } from '../report/plain-text.js';
import { choice } from './options.js';
import { readResults } from './read-results.js';

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
    if (names.has(key))
      throw new UsageError(
        `The submission "${plainText(submission)}" stands in more than one place: give each shard once`,
      );
    names.add(key);
  }
  results.sort((a, b) => compareText(a.submission, b.submission) || compareText(a.exercise, b.exercise));
  const text = RENDERERS[format](results);
  if (options.output === undefined) process.stdout.write(text);
  else {
    fs.mkdirSync(path.dirname(path.resolve(options.output)), { recursive: true });
    fs.writeFileSync(options.output, text);
    process.stdout.write(`${options.output}\n`);
  }
  return EXIT.passed;
}
