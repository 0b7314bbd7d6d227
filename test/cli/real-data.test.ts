import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { gradlab, mustRun, root, temporaryFolder } from './gradlab.js';

const SLUG = '01-learning-rate-finder';
const dataFolder = process.env['GRADLAB_DATA_DIR'];
if (dataFolder === undefined) console.log('Skipped: the finder on Fashion-MNIST (set GRADLAB_DATA_DIR)');

/** Below the clone, so that packages are found. */
const folder = dataFolder === undefined ? '' : temporaryFolder(path.join(root, '.cache'));

/** Every figure that a notebook has displayed. */
function figures(notebook: string): { data: { type?: string; mode?: string; x: number[]; y: number[] }[] }[] {
  const { cells } = JSON.parse(fs.readFileSync(notebook, 'utf8')) as {
    cells: { outputs?: { data?: Record<string, unknown> }[] }[];
  };
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) =>
      data?.['application/vnd.plotly.v1+json']
        ? [data['application/vnd.plotly.v1+json'] as ReturnType<typeof figures>[number]]
        : [],
    ),
  );
}

it.skipIf(dataFolder === undefined)(
  'gradlab run of the solution on Fashion-MNIST: 200 points, the smallest loss at a rate of 0.03 to 1, then training breaks',
  async () => {
    const solution = path.join(folder, `${SLUG}.ipynb`);
    const executed = path.join(folder, 'executed.ipynb');
    mustRun(['fill', SLUG, '-o', solution, '--from', 'solution'], root);
    fs.cpSync(path.join(root, 'notebooks/checks'), path.join(folder, 'checks'), { recursive: true });
    const { code, stderr } = await gradlab(['run', solution, '-o', executed]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const curve = figures(executed)
      .flatMap(({ data }) => data)
      .find(({ x }) => x.length > 100)!;
    expect(curve.x.length).toBe(200);
    const best = curve.y.indexOf(Math.min(...curve.y.filter(Number.isFinite)));
    expect(curve.x[best]).toBeGreaterThan(0.03);
    expect(curve.x[best]).toBeLessThan(1);
    expect(curve.y[best]).toBeLessThan(1.5);
    expect(Math.max(...curve.y.slice(best + 1))).toBeGreaterThan(2.2);
  },
  180_000,
);
