import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { feedbackPage } from '../../src/report/feedback-page.js';
import { seriesChart } from '../../src/report/series-chart.js';
import { checked, graded } from './results.js';

const pointsOf = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`<polyline class="${kind}" points="([^"]*)"`, 'g'))].map(([, points]) =>
    points!.split(' ').map((point) => point.split(',').map(Number)),
  );

describe('seriesChart()', () => {
  it('draws both lists to one scale, places left to right, a gap where that was no number', () => {
    const svg = seriesChart({ expected: [0, 5, 10], got: [0, null, 5, 20], every: 1 });
    expect(pointsOf(svg, 'expected')).toEqual([
      [
        [62, 132],
        [172, 100.5],
        [282, 69],
      ],
    ]);
    // A value alone is a dot without a line.
    expect(svg).toContain('<circle class="got" cx="62.0" cy="132.0" r="2.5"/>');
    expect(pointsOf(svg, 'got')).toEqual([
      [
        [282, 100.5],
        [392, 6],
      ],
    ]);
    expect(svg).toContain('>20</text>');
    expect(svg).toContain('aria-label="Expected: 0, 5, 10. What came: 0, no number, 5, 20."');
  });

  it('is logarithmic over more than three powers of ten, and counts places that are left out', () => {
    const svg = seriesChart({ expected: [1e-6, 1e-3, 1], got: [], every: 5 });
    expect(pointsOf(svg, 'expected')[0]!.map(([, y]) => y)).toEqual([132, 69, 6]);
    expect(svg).toContain('(logarithmic)');
    expect(svg).toContain('>10</text>');
    expect(svg).toContain('What came: nothing.');
  });

  it('is XML with finite places inside its frame, whatever the numbers are (fast-check)', () => {
    const values = fc.array(fc.option(fc.double({ noNaN: true, min: -9e299, max: 9e299 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 1000 }), (expected, got, every) => {
        const svg = seriesChart({ expected, got, every });
        const isDrawn = [...expected, ...got].some((value) => value !== null);
        expect(isDrawn ? XMLValidator.validate(svg) : svg === '').toBe(true);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        for (const [x, y] of [...pointsOf(svg, 'expected'), ...pointsOf(svg, 'got')].flat()) {
          expect(x! >= 62 && x! <= 392).toBe(true);
          expect(y! >= 6 && y! <= 132).toBe(true);
        }
      }),
    );
  });

  it('stands on the page of feedback, below the message, and nowhere else', () => {
    const series = { expected: [1, 2, 3], got: [1, 2, 4], every: 1 };
    const page = feedbackPage(graded('ada', [checked('mean/three', 'fail', { series })]));
    const [svg] = /<svg class="series"[^]*<\/svg>/.exec(page)!;
    expect(page).toContain(`What is wrong with mean/three</p>${svg}<p class="hint">`);
    expect(Object.keys(new XMLParser().parse(svg) as object)).toEqual(['svg']);
    expect(feedbackPage(graded('ada'))).not.toContain('<svg');
  });
});
