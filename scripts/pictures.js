// Makes docs/pictures from real runs. Needs Python 3 (for nbconvert, in .cache/), Chromium, and GRADLAB_DATA_DIR or a network.
// With --experiments also those of docs/experiments.md, whose trainings take some minutes; they are kept in .cache/experiments.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { mustRun, mustRunNode, prepare } from './prepare.js';

const slug = '01-learning-rate-finder';
const work = path.resolve('.cache/pictures');
const python = path.resolve('.cache/nbconvert');
const executablePath = process.env.GRADLAB_CHROMIUM ?? '/usr/bin/chromium';

await prepare();
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
toHtml(executed, path.join(work, 'executed.html'));

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

// The class of npm run demo, and a page of feedback.
mustRunNode('scripts/demo.js', []);
const feedback = path.join(work, 'feedback');
mustRunNode('bin/gradlab.js', ['report', '.demo/marks/results.json', '--format', 'feedback', '-o', feedback]);
await page.goto(pathToFileURL(path.resolve('.demo/marks/report.html')).href);
await page.locator('summary', { hasText: 'Statistics' }).click();
await page.screenshot({ path: 'docs/pictures/class-report.png' });
await page.goto(pathToFileURL(path.join(feedback, 'Cleo one mistake.html')).href);
await page.screenshot({ path: 'docs/pictures/feedback.png' });

if (process.argv.includes('--experiments')) {
  await picturesOf('01-learning-rate-finder', { run: ['loss-curve'] });
  await picturesOf('02-optimizer-comparison', { look: ['circles'], run: ['heat-maps'] });
  await picturesOf('03-learning-rate-schedule', { run: [undefined, 'schedules', 'training-curves'] });
}
await browser.close();

function toHtml(notebook, html) {
  mustRun(path.join(python, 'bin', 'jupyter-nbconvert'), ['--to', 'html', notebook, '--output', html]);
}

/** Runs the solution of an exercise with its experiments, and keeps the figures of some cells.
 * @param names Cell → a name for each of its figures; undefined leaves one out. */
async function picturesOf(exercise, names) {
  const folder = path.resolve('.cache/experiments');
  const whole = path.join(folder, `${exercise}.executed.ipynb`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(whole)) {
    const solution = path.join(folder, `${exercise}.ipynb`);
    rmSync(solution, { force: true });
    cpSync('notebooks/checks', path.join(folder, 'checks'), { recursive: true });
    mustRunNode('bin/gradlab.js', ['fill', exercise, '-o', solution, '--from', 'solution']);
    mustRunNode('bin/gradlab.js', ['run', solution, '-o', whole, '--timeout', '3600']);
  }
  toHtml(whole, path.join(work, `${exercise}.html`));
  await page.goto(pathToFileURL(path.join(work, `${exercise}.html`)).href);
  await page.waitForSelector('.js-plotly-plot .main-svg');
  for (const [cell, figures] of Object.entries(names)) {
    const plots = page.locator(`[id="cell-id=${cell}"] .js-plotly-plot`);
    for (const [at, name] of figures.entries())
      if (name) await plots.nth(at).screenshot({ path: `docs/pictures/${name}.png` });
  }
}
