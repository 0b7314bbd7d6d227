import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, '.cache/importers', process.platform === 'win32' ? 'Scripts' : 'bin');

/** Programs of the environment that scripts/install-importers.js makes. */
export const importerProgram = (name: string): string => path.join(bin, name);

/** Whether programs of others that read what we write are there; says how to get them where they are not. */
export function hasImporters(): boolean {
  const found = fs.existsSync(importerProgram('finalgrade'));
  if (!found)
    process.stdout.write('Skipped: importers from PyPI (node scripts/install-importers.js gets them)\n');
  return found;
}

/** Runs a script of this folder. Both ways JSON. */
export function ask<Told>(script: string, input: unknown): Told {
  const { status, stdout, stderr } = spawnSync(
    importerProgram('python'),
    [fileURLToPath(new URL(script, import.meta.url))],
    {
      input: JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
        PYTHONWARNINGS: 'ignore',
        PYTHONUTF8: '1',
      },
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Told;
}
