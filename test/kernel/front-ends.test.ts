import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { hasJupyter, jupyterEnvironment, jupyterProgram, solutionIn } from './jupyter.js';

const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'jupyter '));
afterAll(() => fs.rmSync(prefix, { recursive: true, force: true }));

interface Cell {
  cell_type: string;
  metadata: { tags?: string[] };
  outputs?: { output_type: string; text?: string[]; data?: Record<string, string | string[]> }[];
}

/** What the cells have put out, as text. */
function textOf(cells: Cell[]): string {
  const outputs = cells.flatMap(({ outputs: own = [] }) => own);
  return outputs.flatMap(({ text = [], data }) => [text, data?.['text/plain'] ?? ''].flat()).join('\n');
}

describe.skipIf(!hasJupyter())('front ends from PyPI', () => {
  it('Jupyter’s own tests of a kernel pass', () => {
    const file = fileURLToPath(new URL('conformance.py', import.meta.url));
    const { status, stderr } = spawnSync(jupyterProgram('python'), [file], {
      encoding: 'utf8',
      env: jupyterEnvironment(prefix),
    });
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/OK \(skipped=1\)\s*$/) as string,
    });
  }, 120_000);

  it.each(['01-learning-rate-finder', '02-optimizer-comparison', '03-learning-rate-schedule'])(
    'nbconvert runs the solution of %s without its experiments: every check passes',
    (slug) => {
      const course = fs.mkdtempSync(path.join(prefix, 'course '));
      const notebook = solutionIn(course, slug);
      const { cells, ...rest } = JSON.parse(fs.readFileSync(notebook, 'utf8')) as { cells: Cell[] };
      const kept = cells.filter(({ metadata }) => !metadata.tags?.includes('experiment'));
      fs.writeFileSync(notebook, JSON.stringify({ ...rest, cells: kept }));
      const args = ['--to', 'notebook', '--execute', '--inplace', notebook];
      execFileSync(jupyterProgram('jupyter-nbconvert'), args, {
        env: jupyterEnvironment(prefix),
        stdio: 'pipe',
      });
      const executed = JSON.parse(fs.readFileSync(notebook, 'utf8')) as { cells: Cell[] };
      const text = textOf(executed.cells);
      expect(text).toContain('checks pass');
      expect(text).not.toContain('✗');
    },
    180_000,
  );

  it('papermill runs a notebook with its experiment, and shows the figure', () => {
    const course = fs.mkdtempSync(path.join(prefix, 'course '));
    const [notebook, out] = [solutionIn(course, '01-learning-rate-finder'), path.join(course, 'out.ipynb')];
    execFileSync(jupyterProgram('papermill'), [notebook, out, '--no-progress-bar', '--cwd', course], {
      env: jupyterEnvironment(prefix, { GRADLAB_DATA: 'synthetic:12800' }), // Enough for the whole sweep.
      stdio: 'pipe',
    });
    const { cells } = JSON.parse(fs.readFileSync(out, 'utf8')) as { cells: Cell[] };
    const outputs = cells.flatMap(({ outputs: own = [] }) => own);
    expect(outputs.some(({ data }) => data && 'application/vnd.plotly.v1+json' in data)).toBe(true);
    expect(textOf(cells)).toMatch(/Recommended learning rate: \d\.\d\de[-+]\d/);
  }, 120_000);
});
