import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDocument } from '../../dist/grading/exercise/load-exercise.js';
import { solutionNotebook, starterNotebook, type Notebook } from '../../dist/notebook/index.js';
import type { JupyterClient } from '../kernel/jupyter-client.js';
import { startStockKernel } from './stock-kernel.js';

const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));
const folder = fileURLToPath(new URL('../../graders/01-learning-rate-finder', import.meta.url));
const { document } = loadDocument(folder);

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startStockKernel(notebooks, { GRADLAB_DATA: 'synthetic', GRADLAB_BACKEND: 'wasm' });
});
afterAll(() => kernel.close());

/** On stock tslab, `check` needs the names that only its cells can see. */
const codeOf = (notebook: Notebook) =>
  notebook.cells
    .filter(({ kind }) => kind === 'code')
    .map(({ id, source }) => ({
      id,
      source: source.replace(/check\('([\w-]+)'\)/g, "check('$1', exports)"),
    }));

it('the starter compiles on the stock tslab kernel, and check() says what is not filled', async () => {
  const experiments = document.cells.filter(({ tags }) => tags.includes('experiment')).map(({ id }) => id);
  for (const { id, source } of codeOf(starterNotebook(document))) {
    if (experiments.includes(id!)) continue;
    const { reply, stderr, displays } = await kernel.execute(source);
    expect({ id, status: reply.status as string, stderr }).toEqual({ id, status: 'ok', stderr: '' });
    if (id === 'check-plot-learning-rate')
      expect(String(displays[0]!.data['text/plain'])).toContain('Not filled yet');
  }
});

it('the solution runs on the stock tslab kernel: checks pass, figure and rate are shown', async () => {
  for (const { id, source } of codeOf(solutionNotebook(document))) {
    const { reply, stdout, stderr, displays } = await kernel.execute(source);
    expect({ id, status: reply.status as string, stderr }).toEqual({ id, status: 'ok', stderr: '' });
    if (id!.startsWith('check-'))
      expect(displays.map(({ data }) => String(data['text/plain'])).join('\n')).not.toContain('✗');
    if (id === 'run') {
      expect(stdout).toMatch(/lr \d+ loss \d+/);
      expect(stdout).toMatch(/Recommended learning rate: \d\.\d\de[-+]\d/);
      expect(displays.some(({ data }) => 'application/vnd.plotly.v1+json' in data)).toBe(true);
    }
  }
});
