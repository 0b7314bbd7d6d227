import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
// The built package: sessions start programs of dist/.
import {
  CompilerProcess,
  Session,
  workplaceFor,
  type CellOutcome,
  type SessionOptions,
  type SessionOutput,
} from '../../dist/session/index.js';

/** A folder of its own, removed after the tests of the file. */
export function temporaryFolder(files: Record<string, string> = {}): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-session-')));
  writeFiles(folder, files);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

const folder = temporaryFolder();
const workplace = workplaceFor(undefined, { root: folder });
const compiler = new CompilerProcess(workplace);
afterAll(() => compiler.close());

export interface OpenNotebook {
  session: Session;
  /** Output events so far. */
  events: SessionOutput[];
  /** Runs a cell and says in short how it ended; see `summary`. */
  run(source: string): Promise<string>;
  /** What a cell has printed, in order; stderr marked with `!`. */
  printed(): string;
}

/** A session with the compiler that the tests of one file share. */
export async function openNotebook(
  options: Partial<SessionOptions> = {},
): Promise<OpenNotebook & { close(): Promise<void> }> {
  const events: SessionOutput[] = [];
  const session = await Session.start({
    workplace,
    cwd: folder,
    compiler,
    onOutput: (event) => events.push(event),
    ...options,
  });
  let count = 0;
  return {
    session,
    events,
    run: async (source) => summary(await session.execute(`${++count}`, source)),
    printed: () =>
      events
        .map((event) => (event.type === 'stream' ? `${event.name === 'stderr' ? '!' : ''}${event.text}` : ''))
        .join(''),
    close: () => session.close(),
  };
}

/** Runs the body with a notebook of its own. */
export async function withNotebook<T>(
  body: (notebook: OpenNotebook) => Promise<T>,
  options: Partial<SessionOptions> = {},
): Promise<T> {
  const notebook = await openNotebook(options);
  try {
    return await body(notebook);
  } finally {
    await notebook.close();
  }
}

/** Runs cells one after another in a fresh session.
 * @returns For each cell how it ended; see `summary`. */
export function runCells(...sources: string[]): Promise<string[]> {
  return withNotebook(async ({ run }) => {
    const endings: string[] = [];
    for (const source of sources) endings.push(await run(source));
    return endings;
  });
}

/** `''`: nothing to show · the value as text · `TS2322 1:7`, for each error of the compiler · `Error: message` · `timeout`. */
function summary(outcome: CellOutcome): string {
  switch (outcome.status) {
    case 'ok':
      return outcome.value ? String(outcome.value['text/plain']) : '';
    case 'error':
      return outcome.diagnostics
        ? outcome.diagnostics.map(({ code, line, column }) => `TS${code} ${line}:${column}`).join(', ')
        : `${outcome.error.name}: ${outcome.error.message}`;
    default:
      return outcome.status;
  }
}

/** One session for the tests of a file that leave nothing behind. */
export function sharedNotebook(options: Partial<SessionOptions> = {}): OpenNotebook {
  const shared = {} as OpenNotebook & { close(): Promise<void> };
  beforeAll(async () => void Object.assign(shared, await openNotebook(options)));
  afterAll(() => shared.close());
  return shared;
}
