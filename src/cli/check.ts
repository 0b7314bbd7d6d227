import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gradePublicChecks } from '../grading/self-check/grade-public-checks.js';
import type { SubmissionResult } from '../grading/result.js';
import { jsonReport } from '../report/json-report.js';
import { submissionText } from '../report/text-report.js';
import { EXIT } from './exit-code.js';
import { keepInputs } from './keep-inputs.js';
import { existingFile, readNotebook } from './read-file.js';
import { reportFailure } from './report-failure.js';

/** `gradlab check`: public checks only, with what is shipped to students. */
export async function check(files: string[], options: { results?: string } = {}): Promise<number> {
  keepInputs(options.results, files);
  const results: SubmissionResult[] = [];
  let worst: number = EXIT.passed;
  for (const file of files.map((file) => existingFile(file))) {
    const folder = path.dirname(path.resolve(file));
    const working = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-')));
    try {
      const notebook = readNotebook(file);
      const result = await gradePublicChecks(notebook, path.basename(file, '.ipynb'), { folder, working });
      process.stdout.write(`${submissionText(result)}\n`);
      results.push(result);
      if (!result.checks.every(({ status }) => status === 'pass')) worst = Math.max(worst, EXIT.failed);
    } catch (error) {
      // The other notebooks are checked all the same.
      worst = Math.max(worst, await reportFailure(error, `${file}: `));
    } finally {
      fs.rmSync(working, { recursive: true, force: true });
    }
  }
  if (options.results !== undefined) fs.writeFileSync(options.results, jsonReport(results));
  return worst;
}
