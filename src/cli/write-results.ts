import fs from 'node:fs';
import path from 'node:path';
import type { SubmissionResult } from '../grading/result.js';
import { RENDERERS } from '../report/index.js';

/** What `--out` holds: the results, the class page, and the results of the run before, for `gradlab diff`.
 * @returns What went wrong: it has been told, and the results have been printed. */
export function writeResults(folder: string, results: SubmissionResult[]): Error | undefined {
  const file = path.join(folder, 'results.json');
  try {
    const text = RENDERERS.json(results);
    if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') !== text)
      fs.renameSync(file, path.join(folder, 'results.previous.json'));
    fs.writeFileSync(file, text);
    fs.writeFileSync(path.join(folder, 'report.html'), RENDERERS.html(results));
  } catch (error) {
    process.stderr.write(`The results cannot be written to ${folder}: ${(error as Error).message}\n`);
    return error as Error;
  }
  process.stderr.write(`Results in ${file}, report in ${path.join(folder, 'report.html')}\n`);
  return undefined;
}
