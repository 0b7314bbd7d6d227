import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayPlotly, show, type MimeBundle } from '../../src/lab/index.js';

const browserPath = [
  process.env['GRADLAB_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== undefined && existsSync(path));
if (browserPath === undefined)
  console.log('Skipped: figures in a browser, as there is no Chromium (set GRADLAB_CHROMIUM)');

/** What a page with require.js looks like to a library that is loaded there. */
const requireJs =
  '<script>window.define = () => (window.wrongly = true); define.amd = {}; window.module = { exports: {} };</script>';

describe.skipIf(browserPath === undefined)('a figure on a page', () => {
  let browser: Browser;
  let library: string;
  let figures: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
    const shown: MimeBundle[] = [];
    (globalThis as Record<symbol, unknown>)[Symbol.for('gradlab.host')] = {
      display: (bundle: MimeBundle) => void shown.push(bundle),
    };
    displayPlotly();
    show({
      data: [
        { type: 'scatter', x: [1e-7, 1e-3, 1, 10], y: [2.4, 1.5, 1.1, NaN], mode: 'lines' },
        { type: 'scatter', x: [1], y: [1.1], mode: 'markers' },
      ],
      layout: {
        title: { text: 'Loss </script>' },
        xaxis: { type: 'log' },
        annotations: [{ x: Math.log10(1), y: 1.1, text: 'Best LR: 1.00e+0', ax: 40, ay: -40 }],
      },
    });
    show({ data: [{ type: 'heatmap', z: [[1, 2], [3, 4]], x: ['0.1', '1'], y: ['a', 'b'] }], layout: { xaxis: { type: 'category' } } }); // prettier-ignore
    [library, ...figures] = shown.map((bundle) => String(bundle['text/html'])) as [string, ...string[]];
  });
  afterAll(() => browser.close());

  async function open(parts: string[]): Promise<{ page: Page; errors: string[] }> {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    await page.setContent(`<!doctype html><body>${parts.join('\n')}</body>`);
    return { page, errors };
  }

  test.each<[string, (library: string, figures: string[]) => string[]]>([
    ['the library comes first', (lib, figs) => [lib, ...figs]],
    ['the library comes last', (lib, figs) => [...figs, lib]],
    ['the library comes twice', (lib, figs) => [lib, ...figs, lib]],
    ['the page has a module loader', (lib, figs) => [requireJs, lib, ...figs]],
  ])('is drawn when %s', async (_when, arrange) => {
    const { page, errors } = await open(arrange(library, figures));
    await page.locator('.heatmaplayer image').waitFor({ state: 'attached' });
    expect(await page.locator('.scatterlayer .trace').count()).toBe(2);
    expect(await page.locator('.annotation-text').textContent()).toBe('Best LR: 1.00e+0');
    expect(await page.locator('.gtitle').textContent()).toBe('Loss </script>');
    expect(await page.evaluate('window.wrongly')).toBeUndefined();
    expect(await page.evaluate('window.module && Object.keys(window.module.exports).length')).toBeFalsy();
    // The arrow of the annotation points at the marker: log10 for the one, data units for the other.
    const marker = (await page.locator('.scatterlayer .trace .point').boundingBox())!;
    const arrow = (await page.locator('.annotation-arrow-g path').first().boundingBox())!;
    expect(Math.abs(arrow.x - (marker.x + marker.width / 2))).toBeLessThan(marker.width);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('goes to its own notebook where two notebooks with the same ids are open', async () => {
    const { page, errors } = await open([
      library,
      `<section id="a">${figures[1]}</section><section id="b">${figures[1]}</section>`,
    ]);
    await page.locator('#b .heatmaplayer image').waitFor({ state: 'attached' });
    expect(await page.locator('#a .heatmaplayer image').count()).toBe(1);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('says what to do when the library does not come', async () => {
    const { page } = await open(figures);
    await page.getByText('run the notebook from its first cell').first().waitFor({ timeout: 20_000 });
    expect(await page.locator('.main-svg').count()).toBe(0);
    await page.close();
  });
});
