import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gradePublicChecks } from '../grading/self-check/grade-public-checks.js';
import { submissionText } from '../report/text-report.js';
import { EXIT } from './exit-code.js';
import { readNotebook } from './read-file.js';

/** `gradlab check`: public checks only, with what is shipped to students. */
export async function check(files: string[]): Promise<number> {
  let allPass = true;
  for (const file of files) {
    const notebook = readNotebook(file);
    const folder = path.dirname(path.resolve(file));
    const working = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-')));
    try {
      const result = await gradePublicChecks(notebook, path.basename(file, '.ipynb'), { folder, working });
      process.stdout.write(`${submissionText(result)}\n`);
      allPass &&= result.checks.every(({ status }) => status === 'pass');
    } finally {
      fs.rmSync(working, { recursive: true, force: true });
    }
  }
  return allPass ? EXIT.passed : EXIT.failed;
}
