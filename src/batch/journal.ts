import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import type { JudgingState } from '../grading/run/judging-state.js';
import { RESULT_SCHEMA_VERSION, type SubmissionResult } from '../grading/result.js';

/** The first line: a folder in which nothing has been graded yet is known by it as one of results. */
const HEAD = `{"key":"${'0'.repeat(64)}"}\n`;

/** What has been graded so far, a line per submission, and one for each stage before that: survives a crash at any moment. */
export class Journal {
  readonly #file: string;
  readonly #known = new Map<string, SubmissionResult>();
  readonly #stages = new Map<string, JudgingState>();

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

  /** How far the grading was that has not come to its end. */
  stage(key: string): JudgingState | undefined {
    return this.#stages.get(key);
  }

  add(key: string, entry: { result: SubmissionResult } | { stage: JudgingState }): void {
    fs.appendFileSync(this.#file, `${JSON.stringify({ key, ...entry })}\n`);
  }

  /** @returns The lines that stay. */
  #read(): string {
    if (!fs.existsSync(this.#file)) return '';
    const lines = fs.readFileSync(this.#file, 'utf8').split('\n');
    // What follows the last line end was being written when the run ended; a machine that crashed may leave worse.
    const whole = lines.slice(0, -1).filter((line) => {
      const entry = readEntry(line);
      if (entry?.stage) this.#stages.set(entry.key, entry.stage);
      if (entry?.result?.schemaVersion === RESULT_SCHEMA_VERSION) this.#known.set(entry.key, entry.result);
      return entry !== undefined; // Those of another gradlab stay, for that one.
    });
    return whole.map((line) => `${line}\n`).join('');
  }

  #begin(lines: string): void {
    fs.writeFileSync(`${this.#file}.new`, HEAD + lines);
    fs.renameSync(`${this.#file}.new`, this.#file); // At no moment is there less than before.
  }
}

interface Entry {
  key: string;
  result?: SubmissionResult;
  stage?: JudgingState;
}

function readEntry(line: string): Entry | undefined {
  try {
    const { key, result, stage } = JSON.parse(line) as Partial<Entry>;
    if (typeof key !== 'string') return undefined;
    if (Array.isArray(stage?.verdicts)) return { key, stage };
    return result?.schemaVersion === undefined ? undefined : { key, result };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
