// Makes docs/pictures from real runs. Needs Python 3 (for nbconvert, in .cache/), Chromium, and GRADLAB_DATA_DIR or a network.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { mustRun, mustRunNode, prepare } from './prepare.js';

const slug = '01-learning-rate-finder';
const work = path.resolve('.cache/pictures');
const python = path.resolve('.cache/nbconvert');
const executablePath = process.env.GRADLAB_CHROMIUM ?? '/usr/bin/chromium';

prepare();
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
if (!existsSync(python)) {
  mustRun('python3', ['-m', 'venv', python]);
  mustRun(path.join(python, 'bin', 'pip'), ['install', '--quiet', 'nbconvert']);
}

const mistake = path.join(work, 'mistake.ts');
writeFileSync(
  mistake,
  'const minLossIdx = losses.indexOf(Math.min(...losses));\nconst bestLr = losses[minLossIdx];\n',
);
const notebook = path.join('notebooks', '.picture.ipynb');
const executed = path.join(work, 'executed.ipynb');
try {
  mustRunNode('bin/gradlab.js', [
    'fill',
    slug,
    '-o',
    notebook,
    '--from',
    'solution',
    '--task',
    `best-lr=${mistake}`,
  ]);
  mustRunNode('bin/gradlab.js', ['run', notebook, '-o', executed]);
} finally {
  rmSync(notebook, { force: true });
}
mustRun(path.join(python, 'bin', 'jupyter-nbconvert'), [
  '--to',
  'html',
  executed,
  '--output',
  path.join(work, 'executed.html'),
]);

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, deviceScaleFactor: 1.5 });
await page.goto(pathToFileURL(path.join(work, 'executed.html')).href);
await page.waitForSelector('.js-plotly-plot .main-svg');
const cells = page.locator('.jp-Cell');
const check = cells.filter({ hasText: "check('best-lr')" }).first();
const top = await cells.filter({ hasText: 'function plotLearningRate' }).first().boundingBox();
const bottom = await check.boundingBox();
mkdirSync('docs/pictures', { recursive: true });
const clip = { x: 0, y: top.y, width: 1000, height: bottom.y + bottom.height - top.y + 10 };
await page.screenshot({ path: 'docs/pictures/graded-notebook.png', clip, fullPage: true });
await browser.close();
