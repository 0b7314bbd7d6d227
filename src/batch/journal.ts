import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { RESULT_SCHEMA_VERSION, type SubmissionResult } from '../grading/result.js';

/** The first line: a folder in which nothing has been graded yet is known by it as one of results. */
const HEAD = `{"key":"${'0'.repeat(64)}"}\n`;

/** What has been graded so far, a line per submission: survives a crash at any moment. */
export class Journal {
  readonly #file: string;
  readonly #known = new Map<string, SubmissionResult>();

  /** @param resume Entries of an earlier run count; else they are dropped.
   * @throws {Error} The file system's, if the folder cannot be made or written to: better known before the grading than after it. */
  constructor(folder: string, resume: boolean) {
    makeFolder(folder);
    this.#file = path.join(folder, 'journal.jsonl');
    this.#begin(resume ? this.#read() : '');
  }

  /** @param key Of submission, exercise and settings: a changed file is graded again. */
  get(key: string): SubmissionResult | undefined {
    return this.#known.get(key);
  }

  add(key: string, result: SubmissionResult): void {
    fs.appendFileSync(this.#file, `${JSON.stringify({ key, result })}\n`);
  }

  /** @returns The lines that stay. */
  #read(): string {
    if (!fs.existsSync(this.#file)) return '';
    const lines = fs.readFileSync(this.#file, 'utf8').split('\n');
    // What follows the last line end was being written when the run ended; a machine that crashed may leave worse.
    const whole = lines.slice(0, -1).filter((line) => {
      const entry = readEntry(line);
      if (entry?.result.schemaVersion === RESULT_SCHEMA_VERSION) this.#known.set(entry.key, entry.result);
      return entry !== undefined; // Those of another gradlab stay, for that one.
    });
    return whole.map((line) => `${line}\n`).join('');
  }

  #begin(lines: string): void {
    fs.writeFileSync(`${this.#file}.new`, HEAD + lines);
    fs.renameSync(`${this.#file}.new`, this.#file); // At no moment is there less than before.
  }
}

function readEntry(line: string): { key: string; result: SubmissionResult } | undefined {
  try {
    const { key, result } = JSON.parse(line) as { key?: unknown; result?: Partial<SubmissionResult> };
    if (typeof key !== 'string' || result?.schemaVersion === undefined) return undefined;
    return { key, result: result as SubmissionResult };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
