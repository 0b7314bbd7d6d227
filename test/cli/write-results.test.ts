import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { graded } from '../report/results.js';
import { root, temporaryFolder } from './gradlab.js';

it.skipIf(process.platform === 'win32')(
  'a run that ends while it writes results leaves the earlier ones',
  () => {
    const folder = temporaryFolder();
    const program = `
    const { writeResults } = await import(${JSON.stringify(`${root}/dist/cli/write-results.js`)});
    writeResults(process.argv[1], JSON.parse(process.argv[2]));`;
    /** @param blocks No file may become longer, in KiB or half of it: whoever writes on is ended. */
    const write = (names: string[], blocks: string) => {
      const node = [process.execPath, '--input-type=module', '-e', program, folder];
      const results = JSON.stringify(names.map((name) => graded(name)));
      spawnSync('sh', ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', ...node, results]);
    };
    const names = (file: string) =>
      (JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { submission: string }[]).map(
        ({ submission }) => submission,
      );
    write(['ada'], 'unlimited');
    write(['ada', 'ben'], 'unlimited');
    write(Array(100).fill('cleo') as string[], '20');
    expect(names('results.json')).toEqual(['ada', 'ben']);
    const page = fs.readFileSync(path.join(folder, 'report.html'), 'utf8');
    write(['eve'], '8'); // Enough for the results, not for the page.
    expect(names('results.json')).toEqual(['eve']);
    expect(fs.readFileSync(path.join(folder, 'report.html'), 'utf8')).toBe(page);
    write(['ada', 'ben'], 'unlimited');
    write(['dan'], 'unlimited');
    expect([names('results.previous.json'), names('results.json')]).toEqual([['ada', 'ben'], ['dan']]);
  },
);
