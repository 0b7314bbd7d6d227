import fs from 'node:fs';
import path from 'node:path';
import { serializeNotebook } from '../notebook/index.js';
import { runNotebook } from '../runner/run-notebook.js';
import { workplaceFor } from '../session/index.js';
import { EXIT } from './exit-code.js';
import { positiveNumber } from './options.js';
import { readNotebook } from './read-file.js';

interface Options {
  output?: string;
  allowErrors?: boolean;
  timeout: string;
}

/** `gradlab run`. */
export async function run(file: string, options: Options): Promise<number> {
  const notebook = readNotebook(file);
  const folder = path.dirname(path.resolve(file));
  const output = options.output ?? file.replace(/(\.ipynb)?$/, '.executed.ipynb');
  const cellTimeoutMs = positiveNumber('--timeout', options.timeout) * 1000;
  const summary = await runNotebook(notebook, {
    session: {
      workplace: workplaceFor(folder, { root: folder }),
      cwd: folder,
      env: passedOn(),
      limits: { cellTimeoutMs },
    },
    allowErrors: options.allowErrors ?? false,
    onCell: ({ id }, index, of) => process.stderr.write(`cell ${index + 1} of ${of}${id === undefined ? '' : ` (${id})`}\n`),
  });
  fs.writeFileSync(output, serializeNotebook(notebook));
  const { failure } = summary;
  if (failure) {
    process.stderr.write(`Cell ${failure.index + 1} (${failure.cell}) failed: ${failure.message}\n`);
    for (const line of failure.stack.slice(0, 8)) process.stderr.write(`  ${line}\n`);
  }
  process.stderr.write(`${summary.cells} cells in ${summary.seconds.toFixed(1)} s, at most ${Math.round(summary.peakMiB)} MiB\n`);
  process.stdout.write(`${output}\n`);
  return failure ? EXIT.failed : EXIT.passed;
}

/** Settings of gradlab that the caller has made for notebooks. */
function passedOn(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name, value]) => name.startsWith('GRADLAB_') && value !== undefined);
  return Object.fromEntries(own) as Record<string, string>;
}
