import fs from 'node:fs';
import path from 'node:path';
import type { SubmissionResult } from '../grading/result.js';
import { RENDERERS } from '../report/index.js';
import { isOwnResults } from './own-files.js';
import { keepAside, replaceFile, writeReport } from './write-report.js';

/** What `--out` holds: the results, the class page, and for `gradlab diff` the results before something last changed in them. Each is
 * whole at any moment, the earlier or the new one, so that a run that is killed costs neither.
 * @returns What went wrong: it has been told, and the results have been printed. */
export function writeResults(folder: string, results: SubmissionResult[]): Error | undefined {
  const file = path.join(folder, 'results.json');
  try {
    if (fs.existsSync(file)) {
      const earlier = fs.readFileSync(file, 'utf8');
      if (!isOwnResults(earlier)) keepAside(file);
      else if (!isSame(earlier, results)) replaceFile(path.join(folder, 'results.previous.json'), earlier);
    }
    replaceFile(file, RENDERERS.json(results));
    writeReport(path.join(folder, 'report.html'), RENDERERS.html(results));
  } catch (error) {
    process.stderr.write(`The results cannot be written to ${folder}: ${(error as Error).message}\n`);
    return error as Error;
  }
  process.stderr.write(`Results in ${file}, report in ${path.join(folder, 'report.html')}\n`);
  return undefined;
}

/** But for the seconds that it took. */
function isSame(text: string, results: SubmissionResult[]): boolean {
  const lasting = (all: unknown) =>
    JSON.stringify(all, (key, value: unknown) => (key === 'seconds' ? undefined : value));
  try {
    return lasting(JSON.parse(text)) === lasting(results);
  } catch {
    return false; // Cut while it was written, say: kept as it is, under the other name.
  }
}
