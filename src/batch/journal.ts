import fs from 'node:fs';
import path from 'node:path';
import type { SubmissionResult } from '../grading/result.js';

/** What has been graded so far, a line per submission: survives a crash at any moment. */
export class Journal {
  readonly #file: string;
  readonly #known = new Map<string, SubmissionResult>();

  /** @param resume Entries of an earlier run count; else they are dropped. */
  constructor(folder: string, resume: boolean) {
    fs.mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, 'journal.jsonl');
    if (resume) this.#read();
    else fs.rmSync(this.#file, { force: true });
  }

  /** @param key Of submission, exercise and settings: a changed file is graded again. */
  get(key: string): SubmissionResult | undefined {
    return this.#known.get(key);
  }

  add(key: string, result: SubmissionResult): void {
    fs.appendFileSync(this.#file, `${JSON.stringify({ key, result })}\n`);
  }

  #read(): void {
    if (!fs.existsSync(this.#file)) return;
    const lines = fs.readFileSync(this.#file, 'utf8').split('\n');
    // What follows the last line end was being written when the run ended.
    const whole = lines.slice(0, -1);
    for (const line of whole) {
      const { key, result } = JSON.parse(line) as { key: string; result: SubmissionResult };
      this.#known.set(key, result);
    }
    fs.writeFileSync(this.#file, whole.map((line) => `${line}\n`).join(''));
  }
}
