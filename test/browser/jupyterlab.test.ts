import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jupyterEnvironment, jupyterProgram, solutionIn } from '../kernel/jupyter.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab '));
const pictures = process.env['GRADLAB_PICTURES'];
let server: ChildProcess;
let browser: Browser;
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
  const port = await freePort();
  const options = [
    '--no-browser',
    '--allow-root',
    `--port=${port}`,
    '--expose-app-in-browser',
    '--LabApp.news_url=None',
    '--IdentityProvider.token=secret',
  ];
  server = spawn(jupyterProgram('jupyter-lab'), [...options, `--ServerApp.root_dir=${course}`], {
    env: jupyterEnvironment(folder),
    stdio: 'ignore',
    detached: true,
  });
  browser = await chromium.launch({
    executablePath: process.env['GRADLAB_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  const url = `http://127.0.0.1:${port}/lab/tree/01-learning-rate-finder.ipynb?token=secret`;
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/status?token=secret`).catch(() => undefined);
    if (answer?.ok) break;
    if (tries > 240) throw new Error('JupyterLab does not answer');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await page.goto(url);
  await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60_000 });
  await idle();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  if (server?.pid) process.kill(-server.pid, 'SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 1500)); // It ends its kernels.
  fs.rmSync(folder, { recursive: true, force: true });
});

const command = (name: string) =>
  page.evaluate((id) => {
    const { jupyterapp } = globalThis as unknown as {
      jupyterapp: { commands: { execute(command: string): Promise<unknown> } };
    };
    void jupyterapp.commands.execute(id);
  }, name);

/** Waits until the kernel is there, no cell runs, and none waits to be run. */
async function idle() {
  await new Promise((resolve) => setTimeout(resolve, 200)); // A command needs a moment to reach the kernel.
  await page.waitForFunction(
    () => {
      const { jupyterapp, document } = globalThis as unknown as {
        jupyterapp: {
          shell: { currentWidget?: { sessionContext?: { session?: { kernel?: { status: string } } } } };
        };
        document: { body: { innerText: string } };
      };
      const status = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status;
      return status === 'idle' && !document.body.innerText.includes('[*]:');
    },
    undefined,
    { timeout: 90_000 },
  );
}

/** Puts a text into a new cell at the end and runs it. */
async function run(code: string) {
  await page.locator('.jp-Notebook .jp-Cell').last().click();
  await command('notebook:move-cursor-down');
  await command('notebook:insert-cell-below');
  const cell = page.locator('.jp-Notebook .jp-CodeCell.jp-mod-active');
  await cell.locator('.cm-content').fill(code);
  await command('notebook:run-cell');
  return cell;
}

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
  const flood = await run('for (let i = 0; i < 20_000; i++) console.log("line", i);');
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

async function freePort(): Promise<number> {
  const probe = net.createServer();
  const port = await new Promise<number>((resolve) =>
    probe.listen(0, '127.0.0.1', () => resolve((probe.address() as net.AddressInfo).port)),
  );
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
