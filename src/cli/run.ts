import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { serializeNotebook } from '../notebook/index.js';
import { plainText } from '../report/plain-text.js';
import { runNotebook } from '../runner/run-notebook.js';
import { workplaceFor } from '../session/index.js';
import { EXIT } from './exit-code.js';
import { onInterruption } from './interruption.js';
import { positiveNumber } from './options.js';
import { readNotebook } from './read-file.js';

interface Options {
  output?: string;
  allowErrors?: boolean;
  timeout: string;
}

/** `gradlab run`. */
export async function run(file: string, options: Options): Promise<number> {
  const cellTimeoutMs = positiveNumber('--timeout', options.timeout) * 1000;
  const notebook = readNotebook(file);
  const folder = path.dirname(path.resolve(file));
  const output = options.output ?? file.replace(/(\.ipynb)?$/, '.executed.ipynb');
  mustBeWritable(output);
  const interruption = new AbortController();
  const forget = onInterruption(() => interruption.abort());
  const summary = await runNotebook(notebook, {
    session: {
      workplace: workplaceFor(folder, { root: folder }),
      cwd: folder,
      env: passedOn(),
      limits: { cellTimeoutMs: Math.min(cellTimeoutMs, LONGEST_TIMER_MS) },
    },
    allowErrors: options.allowErrors ?? false,
    onCell: ({ id }, index, of) =>
      process.stderr.write(`cell ${index + 1} of ${of}${id === undefined ? '' : ` (${id})`}\n`),
    signal: interruption.signal,
  });
  forget();
  fs.writeFileSync(output, serializeNotebook(notebook));
  const { failure } = summary;
  if (failure && !interruption.signal.aborted) {
    process.stderr.write(
      `Cell ${failure.index + 1} of the notebook (${failure.cell}) failed: ${plainText(failure.message)}\n`,
    );
    for (const line of failure.stack.slice(0, 8)) process.stderr.write(`  ${plainText(line)}\n`);
  }
  process.stderr.write(
    `${summary.cells} cells in ${summary.seconds.toFixed(1)} s, at most ${Math.round(summary.peakMiB)} MiB\n`,
  );
  process.stdout.write(`${output}\n`);
  if (interruption.signal.aborted) return EXIT.interrupted;
  return failure ? EXIT.failed : EXIT.passed;
}

/** Node's timers take no more: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Known before the first cell has run, not after an hour.
 * @throws {Error} As the file system does. */
function mustBeWritable(file: string): void {
  makeFolder(path.dirname(path.resolve(file)));
  const isNew = !fs.existsSync(file);
  fs.closeSync(fs.openSync(file, 'a'));
  if (isNew) fs.rmSync(file);
}

/** Settings of gradlab that the caller has made for notebooks. */
function passedOn(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name, value]) => name.startsWith('GRADLAB_') && value !== undefined,
  );
  return Object.fromEntries(own) as Record<string, string>;
}
