import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { solutionIn } from '../kernel/jupyter.js';
import { Lab } from './lab.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab '));
const pictures = process.env['GRADLAB_PICTURES'];
let lab: Lab;
let page: Page;

beforeAll(async () => {
  const course = path.join(folder, 'course');
  fs.mkdirSync(course);
  const notebook = solutionIn(course, '01-learning-rate-finder');
  const { cells, ...rest } = JSON.parse(fs.readFileSync(notebook, 'utf8')) as {
    cells: { id: string; source: string[] }[];
  };
  for (const cell of cells) {
    cell.source = cell.source.map((line) =>
      line.replace('const bestLr = learningRates[minLossIdx];', 'const bestLr = losses[minLossIdx];'),
    );
  }
  fs.writeFileSync(notebook, JSON.stringify({ ...rest, cells }));
  lab = await Lab.start(folder, course);
  page = lab.page;
  await lab.open('01-learning-rate-finder.ipynb');
}, 180_000);

afterAll(async () => {
  await lab?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const command = (name: string) => lab.command(name);
const idle = () => lab.idle();
const run = (code: string) => lab.run(code);

/** Waits until a cell has put out a text. */
const says = (cell: ReturnType<Page['locator']>, text: string | RegExp) =>
  expect.poll(async () => (await outputOf(cell)).join('\n'), { timeout: 30_000 }).toMatch(text);

const outputOf = (cell: ReturnType<Page['locator']>) =>
  cell.locator('.jp-OutputArea-output').allTextContents();

it('runs the exercise: the figure is drawn, and the failed check says what came and what was expected', async () => {
  await command('notebook:run-all-cells');
  await idle();
  await page.locator('.jp-Cell', { hasText: 'Recommended learning rate' }).last().scrollIntoViewIfNeeded();
  await page.waitForSelector('.js-plotly-plot .main-svg', { timeout: 20_000 });
  const checks = page.locator('.jp-OutputArea-output', { hasText: 'checks pass' });
  const shown = (await checks.allTextContents()).join('\n'); // Also of cells that JupyterLab has not drawn.
  expect(shown).toContain('All 2 checks pass');
  expect(shown).toMatch(/✗\s*the rate with the smallest finite loss is returned/);
  expect(shown).toMatch(/is 0?\.\d+, expected 0?\.\d+|is \d.*, expected/);
  if (pictures) {
    await checks.last().scrollIntoViewIfNeeded();
    const clip = { x: 290, y: 0, width: 910, height: 760 };
    await page.screenshot({ path: path.join(pictures, 'jupyterlab.png'), clip });
  }
}, 180_000);

it('colours TypeScript as TypeScript', async () => {
  const cell = await run('interface Point { x: number }\nconst p: Point = { x: 1 };');
  const colours = await cell.locator('.cm-line').first().locator('span').allInnerTexts();
  expect(colours).toContain('interface');
}, 60_000);

it('completes while one types', async () => {
  const cell = await run('const learningRateOfMine = 1;');
  await idle();
  await command('notebook:insert-cell-below');
  const next = page.locator('.jp-Notebook .jp-CodeCell.jp-mod-active .cm-content');
  await next.click();
  await page.keyboard.type('learningRateOf');
  await page.keyboard.press('Tab');
  await page.waitForSelector('.jp-Completer:not(.lm-mod-hidden)').catch(() => {}); // One match goes in at once.
  if (!(await next.innerText()).includes('Mine')) await page.keyboard.press('Enter');
  await expect.poll(() => next.innerText(), { timeout: 10_000 }).toContain('learningRateOfMine');
  void cell;
}, 60_000);

it('interrupts a loop, and the values are kept', async () => {
  await run('let kept = 41;');
  await idle();
  const loop = await run('while (true) {}');
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="busy"]');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await command('notebook:interrupt-kernel');
  await idle();
  await says(loop, 'KeyboardInterrupt');
  const after = await run('kept + 1');
  await idle();
  await says(after, '42');
}, 90_000);

it('a flood, a crash and an error each leave a notebook that works', async () => {
  const flood = await run('for (let i = 0; i < 200_000; i++) console.log("line", i);');
  await idle();
  await says(flood, 'line 1');
  const crash = await run('process.exit(1)');
  await idle();
  await says(crash, 'run its cells again from the top');
  const error = await run('null!.missing');
  await idle();
  await says(error, /TypeError|TS\d+/);
  const works = await run('6 * 7');
  await idle();
  await says(works, '42');
}, 120_000);

it('restarts', async () => {
  await command('notebook:restart-kernel');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await idle();
  const after = await run('typeof (globalThis as { kept?: number }).kept');
  await idle();
  await says(after, 'undefined');
}, 90_000);
