import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { jupyterEnvironment, jupyterProgram, solutionIn } from '../kernel/jupyter.js';
import { Lab } from './lab.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'exercises '));
const course = path.join(folder, 'course');
/** Where to leave pictures for a person to look at. */
const pictures = process.env['GRADLAB_LOOK'];
let lab: Lab;

interface Notebook {
  cells: {
    cell_type: string;
    source: string[];
    metadata: { gradlab?: { role: string } };
    outputs?: object[];
  }[];
}

const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;

beforeAll(() => fs.mkdirSync(course));
afterEach(() => lab?.close());
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

it.each([
  ['01-learning-rate-finder', 1, 'synthetic:12800'],
  ['02-optimizer-comparison', 2, ''],
  ['03-learning-rate-schedule', 2, 'synthetic:320'],
])(
  'a student types the answers of %s: all checks pass, and the figures last',
  async (slug, nFigures, data) => {
    const answers = read(solutionIn(path.join(folder, 'solutions'), slug)).cells;
    const file = solutionIn(course, slug, 'starter');
    lab = await Lab.start(folder, course, { GRADLAB_DATA: data });
    await lab.open(`${slug}.ipynb`);
    for (const [index, { source, metadata }] of answers.entries()) {
      if (metadata.gradlab?.role !== 'answer') continue;
      const cell = await lab.select(index);
      await cell.locator('.cm-content').fill(source.join(''));
    }
    await lab.command('notebook:restart-run-all');
    await lab.page.locator('.jp-Dialog .jp-mod-accept').click();
    await lab.idle(120_000);
    await lab.command('docmanager:save');
    const outputsOf = () => read(file).cells.flatMap((cell) => cell.outputs ?? []);
    const isFigure = (output: object) => JSON.stringify(output).includes(PLOTLY);
    const countFigures = () => outputsOf().filter((output) => isFigure(output)).length;
    await expect.poll(countFigures, { timeout: 20_000 }).toBeGreaterThanOrEqual(nFigures);
    const outputs = outputsOf();
    const text = JSON.stringify(outputs);
    expect(text).toMatch(/All \d+ checks pass/);
    expect(text.match(/✗[^<]*|ename":"[^"]*/g) ?? []).toEqual([]);

    await lab.open(`${slug}.ipynb`); // As on the next day.
    await look(`${slug}-reopened`);
    const last = read(file).cells.findLastIndex(({ outputs: own = [] }) =>
      own.some((output) => isFigure(output)),
    );
    await lab.select(last);
    await lab.page.waitForSelector('.js-plotly-plot .main-svg', { timeout: 20_000 });
    await look(`${slug}-figure`);

    execFileSync(jupyterProgram('jupyter-nbconvert'), ['--to', 'html', file], {
      env: jupyterEnvironment(folder),
      stdio: 'pipe',
    });
    await lab.page.goto(pathToFileURL(file.replace('.ipynb', '.html')).href);
    await lab.page.waitForSelector('.js-plotly-plot .main-svg', { timeout: 20_000 });
    expect(await lab.page.locator('.js-plotly-plot').count()).toBeGreaterThanOrEqual(nFigures);
    await lab.page.locator('.js-plotly-plot').last().scrollIntoViewIfNeeded();
    await look(`${slug}-html`);
  },
  300_000,
);

async function look(name: string) {
  if (pictures) await lab.page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

const PLOTLY = 'application/vnd.plotly.v1+json';
