import { createHash } from 'node:crypto';
import fs from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLASS_FILTER } from '../../src/report/class-filter.js';
import { feedbackPage } from '../../src/report/feedback-page.js';
import { RENDERERS } from '../../src/report/index.js';
import { checked, graded, unreadable } from './results.js';

const { html } = RENDERERS;

const evil = `<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">"'\`&amp;\u001b[2J\u0000\u202e\u2066\u2028</style></title>`;

const checks = [
  checked('mean/three', 'pass'),
  checked('mean/single', 'fail', {
    visibility: 'hidden',
    message: 'mean([5]): got 1.6666666666666667, expected a number, 5 or close to it',
  }),
  checked('sum/all', 'timeout', { message: 'Still running after 3 s', hint: '' }),
  checked('sum/none', 'error', {
    message: 'The cell stopped with an error: TypeError: Cannot read properties of undefined',
  }),
  checked('sum/few', 'notAttempted'),
  checked('spread/crash', 'crashed'),
  checked('spread/reached', 'notRun', { message: 'Not reached: the process had ended before' }),
  checked('why/reason', 'pendingManual', {
    maxScore: 0.5,
    message: 'Waits for a person to mark it',
    hint: '',
  }),
];
const all = (status: 'pass' | 'notAttempted') => checks.map(({ id }) => checked(id, status));
const classOf = [
  graded('Ada Lovelace', all('pass')),
  graded('Ben O’Neil', checks, { restored: [{ cell: 'setup', what: 'given cell put back' }] }),
  graded('王小明', all('notAttempted')),
  unreadable(
    'a-very-long-name-without-any-place-where-it-could-be-broken-into-lines-because-students-do-that',
  ),
  ...Array.from({ length: 8 }, (_, at) => graded(`student ${at + 1}`, at % 2 ? checks : all('pass'))),
];

/** A whole PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const answered = graded(
  'Ben O’Neil',
  [
    ...checks,
    checked('rates/cycle', 'fail', {
      series: { expected: [1, 2, 3, 2, 1], got: [1, 2, null, 3, 3, 1], every: 1 },
    }),
    checked('why/other', 'marked', { score: 0.5, message: 'Say what grows, too', hint: '' }),
  ],
  {
    answers: {
      why: { sha256: 'x', text: 'The sum grows:\n    for (const value of values)\nThe mean must not.' },
    },
    tasks: [{ id: 'mean', title: 'The mean of `values`' }],
    figures: [
      {
        task: 'mean',
        title: evil,
        panels: [
          {
            title: evil,
            x: { title: evil, isLogarithmic: true },
            y: { title: '', isLogarithmic: false },
            traces: [
              { name: evil, isLine: true, x: [0.1, 1, 0, 10], y: [1, 2, 3, null] },
              { name: '', isLine: false, x: [5], y: [2] },
            ],
          },
          {
            title: 'SGD',
            x: { title: 'Learning rate', isLogarithmic: false },
            y: { title: 'Noise', isLogarithmic: false },
            traces: [],
            table: { columns: ['0.1', evil], rows: [evil], values: [[0.5, null]] },
          },
        ],
      },
      { task: 'mean', title: '', panels: [], png: PIXEL },
    ],
    late: {
      due: '2026-11-30T23:59Z',
      penalty: 0.25,
      message: 'Handed in 2 h late: 0.25 points are taken off',
    },
  },
);

describe('the HTML report', () => {
  it('escapes all that it is given, wherever it stands', () => {
    const one = graded(
      evil,
      [
        checked('mean/three', 'error', {
          id: `mean/${evil}`,
          task: evil,
          title: evil,
          message: evil,
          hint: evil,
        }),
      ],
      { title: evil, exercise: evil, isolation: evil, restored: [{ cell: evil, what: evil }] },
    );
    const pages = [html([one]), html([one, unreadable(evil, evil)]), feedbackPage(one)];
    for (const page of pages.map(withoutOwnScript)) {
      expect(page).not.toMatch(/<script|<img|onerror="|<\/style>[^]*<\/style>|<\/title>[^]*<\/title>|&amp;/);
      expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\u2028/u);
      expect(page).toContain('&#60;script&#62;window.hacked = 1&#60;/script&#62;');
    }
  });

  it('has no script but its own search, loads nothing, and a browser is told so', () => {
    const hash = createHash('sha256').update(CLASS_FILTER).digest('base64');
    expect(html(classOf)).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`,
    );
    expect(html([classOf[0]!])).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    const page = withoutOwnScript(html(classOf));
    expect(page).not.toMatch(/<script|<link|<iframe|\ssrc=|https?:|url\(|@import|\son\w+=/i);
  });

  it('may show images only where it has any, and those from nowhere', () => {
    expect(feedbackPage(answered)).toContain(`style-src 'unsafe-inline'; img-src data:">`);
    const text = withoutOwnScript(feedbackPage(answered));
    expect(text.match(/<img [^>]*>/g)).toEqual([
      `<img alt="A picture in the notebook" src="data:image/png;base64,${PIXEL}">`,
    ]);
    expect(feedbackPage(graded('ada'))).not.toContain('img-src');
  });

  it('names the person that a roster knows, and writes the author’s code as code', () => {
    const person = { id: '7', name: 'מרים <b>', email: '' };
    const one = graded(
      'ada',
      [checked('mean/three', 'fail', { title: 'as many as `steps`', message: '`<i>`' })],
      { person },
    );
    for (const page of [feedbackPage(one), html([one, graded('bo')])]) {
      expect(page).toContain('<bdi>מרים &#60;b&#62;</bdi> (<bdi>ada</bdi>)');
      expect(page).toContain('as many as <code>steps</code>');
      expect(page).toContain('&#96;&#60;i&#62;&#96;');
    }
  });

  it('is the same for the same results', () => {
    expect(html(classOf)).toBe(html(structuredClone(classOf)));
  });

  it('of nothing says so', () => {
    expect(html([])).toMatch(/<h1>No submissions<\/h1>/);
  });
});

const withoutOwnScript = (page: string) => page.replace(`<script>${CLASS_FILTER}</script>`, '');

const browserPath = [
  process.env['GRADLAB_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && fs.existsSync(path));
if (browserPath === undefined)
  console.log('Skipped: the HTML report in a browser, as there is no Chromium (set GRADLAB_CHROMIUM)');

describe.skipIf(browserPath === undefined)('the HTML report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  async function open(
    text: string,
    { width = 1200, colorScheme }: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ page: Page; requests: string[]; problems: string[] }> {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: colorScheme ?? 'light',
    });
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.setContent(text);
    return { page, requests, problems };
  }

  it('runs nothing of a submission, loads nothing, reports no problem', async () => {
    const one = graded(evil, [checked('mean/three', 'error', { message: evil, hint: evil })]);
    const { page, requests, problems } = await open(html([one, unreadable(evil, evil)]));
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect({ requests, problems }).toEqual({ requests: [], problems: [] });
    await page.close();
  });

  it('a row leads to the submission, with every check, message and hint', async () => {
    const { page } = await open(html(classOf));
    const table = page.getByRole('region', { name: 'Class' });
    expect(await table.getByRole('row').count()).toBe(1 + classOf.length);
    await page.getByRole('link', { name: 'Ben O’Neil' }).click();
    const own = page.locator('details', { has: page.locator('#s2') });
    expect(await own.getAttribute('open')).toBe('');
    expect(await own.locator('li.fail').innerText()).toMatch(
      /mean\/single\s+hidden check\s+not yet right\s+0 \/ 1\s+mean\(\[5\]\): got 1\.6666666666666667/,
    );
    expect(await own.locator('li').count()).toBe(checks.length + 1);
    expect(await own.locator('li.pendingManual').innerText()).toContain('to be marked by hand');
    await page.close();
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 390],
    ['dark', 390],
    ['light', 360],
    ['dark', 360],
  ] as const)('%s, %d pixels wide: nothing sticks out, text has contrast', async (colorScheme, width) => {
    const { page } = await open(html(classOf), { width, colorScheme });
    await page.evaluate(
      `for (const one of document.querySelectorAll('details:not([data-of]), [data-of=s2], [data-of=s4]')) one.open = true`,
    );
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate<number>(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    const folder = process.env['GRADLAB_SCREENSHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/class-${colorScheme}-${width}.png`, fullPage: true });
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 360],
    ['dark', 360],
  ] as const)('a page of feedback, %s, %d pixels wide, is accessible', async (colorScheme, width) => {
    const { page, requests, problems } = await open(feedbackPage(answered), { width, colorScheme });
    await page.evaluate(`document.querySelector('details').open = true`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
    const folder = process.env['GRADLAB_SCREENSHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/feedback-${colorScheme}-${width}.png`, fullPage: true });
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([]);
    // What the notebook showed: two panels and an image, drawn, and no more than that.
    expect(await page.evaluate('[window.hacked, document.querySelector("main img").naturalWidth]')).toEqual([
      undefined,
      1,
    ]);
    expect(await page.locator('figure img, figure script').count()).toBe(1);
    expect(await page.locator('figure polyline').count()).toBe(1);
    expect(await page.locator('figure circle:not(.key *)').count()).toBe(1);
    expect(await page.locator('figure tbody td').allInnerTexts()).toEqual(['0.5', '']);
    expect(await page.locator('.task').first().innerText()).toMatch(/^The mean of values\s+mean/);
    // Code that a person marks keeps its indentation.
    expect(await page.locator('blockquote').innerText()).toContain('\n    for (const value');
    await page.close();
  });

  it('search shows the rows and sections with what is typed', async () => {
    const { page, problems } = await open(html(classOf));
    const rows = page.getByRole('region', { name: 'Class' }).locator('tbody tr:visible');
    const sections = page.locator('details[data-of]:visible');
    await page.getByLabel('Search').fill('王');
    expect([await rows.count(), await sections.count()]).toEqual([1, 1]);
    expect(await page.locator('#count').innerText()).toBe(`1 of ${classOf.length}`);
    await page.getByLabel('Search').fill('still RUNNING');
    expect([await rows.count(), await sections.count()]).toEqual([5, 5]);
    await page.getByLabel('Search').fill('');
    expect([await rows.count(), await sections.count()]).toEqual([classOf.length, classOf.length]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('prints in dark ink, without the search', async () => {
    const { page } = await open(html(classOf), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(31, 35, 40)');
    expect(await page.locator('#search').isVisible()).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.close();
  });

  it('a long answer scrolls on the screen, by keyboard too, and is whole on paper', async () => {
    const answers = { why: { sha256: 'x', text: 'A reason, and one more. '.repeat(500) } };
    const long = graded('ada', [checked('why/reason', 'pendingManual')], { answers });
    const { page } = await open(feedbackPage(long), { width: 360 });
    const height = () => page.locator('blockquote').evaluate((one) => one.clientHeight);
    expect(await height()).toBeLessThan(500);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await height()).toBeGreaterThan(2000);
    await page.close();
  });

  it.each([
    ['every submission of a class', html(classOf), '#s2 .message'],
    ['figures', feedbackPage(answered), 'figure svg.series'],
  ])('prints %s, folded on the screen or not', async (_what, report, folded) => {
    const { page } = await open(report);
    const shown = page.locator(folded).first();
    expect(await shown.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await shown.isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('a long class keeps the names of the checks above it, and what the keyboard reaches below them', async () => {
    const { page } = await open(html(Array.from({ length: 80 }, (_, at) => graded(`s${at}`, checks))));
    const head = page.locator('thead th').first();
    await page.getByRole('link', { name: 's79' }).focus();
    const { y, height } = (await head.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    const reached = page.getByRole('link', { name: 's50', exact: true });
    await reached.focus();
    expect((await reached.boundingBox())!.y).toBeGreaterThan(y + height - 1);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('the keyboard alone finds a student, opens what she got, and goes on from there', async () => {
    const { page } = await open(html(classOf));
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab');
    await page.keyboard.type('neil');
    await press('Tab', 'Tab', 'Enter');
    expect(await page.locator('#s2 .message').first().isVisible()).toBe(true);
    await press('Shift+Tab', 'Enter');
    expect(await page.locator('#s2 .message').first().isVisible()).toBe(false);
    await page.close();
  });
});

/** What an accessibility checker that is not ours finds.
 * @see https://github.com/dequelabs/axe-core */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}

/** The smallest contrast of any text with what is behind it, as WCAG 2.1 defines it. */
const LOWEST_CONTRAST = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => { for (let at = node; at; at = at.parentElement) { const color = rgb(getComputedStyle(at).backgroundColor); if (color[3] !== 0) return color; } return [255, 255, 255]; };
  let lowest = Infinity;
  for (const node of document.querySelectorAll('main *')) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
    const [a, b] = [luminance(rgb(getComputedStyle(node).color)), luminance(behind(node))].sort((x, y) => y - x);
    lowest = Math.min(lowest, (a + 0.05) / (b + 0.05));
  }
  return lowest;
})()`;
