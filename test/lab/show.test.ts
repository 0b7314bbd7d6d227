import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { displayPlotly, show, type Figure, type MimeBundle } from '../../src/lab/index.js';

const hostKey = Symbol.for('gradlab.host');
let shown: MimeBundle[];

beforeEach(() => {
  shown = [];
  (globalThis as Record<symbol, unknown>)[hostKey] = {
    display: (bundle: MimeBundle) => void shown.push(bundle),
  };
});
afterEach(() => {
  delete (globalThis as Record<symbol, unknown>)[hostKey];
  vi.unstubAllEnvs();
});

const curve: Figure = {
  data: [{ type: 'scatter', x: [0.01, 0.1], y: [2, 1], mode: 'lines' }],
  layout: { title: { text: 'Loss vs. learning rate' }, xaxis: { type: 'log' } },
};

function jsonOf(figure: unknown): unknown {
  show(figure as Figure);
  return shown.at(-1)!['application/vnd.plotly.v1+json'];
}

describe('show()', () => {
  test('brings the plotting library along once, before the first figure', () => {
    show(curve);
    show(curve);
    expect(shown.map((bundle) => Object.keys(bundle))).toEqual([
      ['text/html'],
      ['application/vnd.plotly.v1+json', 'text/html', 'text/plain'],
      ['application/vnd.plotly.v1+json', 'text/html', 'text/plain'],
    ]);
    // One message of a session holds 1 MiB at most.
    expect(JSON.stringify(shown[0]).length).toBeLessThan(2 ** 20);
  });

  test('gives each figure a place of its own', () => {
    show(curve);
    show(curve);
    const ids = shown.map((bundle) => /id="(gradlab-figure-\d+)"/.exec(String(bundle['text/html']))![1]);
    expect(new Set(ids).size).toBe(2);
  });

  test('sends the figure as Plotly understands it', () => {
    expect(jsonOf(curve)).toEqual({
      data: [{ type: 'scatter', x: [0.01, 0.1], y: [2, 1], mode: 'lines' }],
      layout: { title: { text: 'Loss vs. learning rate' }, xaxis: { type: 'log' } },
      config: { responsive: true },
    });
  });

  test('turns typed arrays into arrays, what is not finite into null, and drops what is undefined', () => {
    expect(
      jsonOf({
        data: [
          {
            type: 'heatmap',
            z: [Float32Array.of(0.5, NaN), [Infinity, -Infinity, -0, undefined]],
            name: undefined,
          },
        ],
        layout: { date: new Date(0) },
      }),
    ).toMatchObject({
      data: [{ type: 'heatmap', z: [[0.5, null], [null, null, -0, null]] }], // prettier-ignore
      layout: { date: '1970-01-01T00:00:00.000Z' },
    });
  });

  test.each<[string, Figure]>([
    ['Figure "Loss vs. learning rate": 1 trace, 2 points', curve],
    ['Figure: 0 traces, 0 points', { data: [] }],
    ['Figure: 2 traces, 7 points', { data: [{ type: 'heatmap', z: [[1, 2], [3, 4], [5, 6]] }, { type: 'scatter', y: [1] }] }], // prettier-ignore
    [
      'Figure "Plain": 1 trace, 1 point',
      { data: [{ type: 'scatter', y: [1] }], layout: { title: 'Plain' as unknown as { text: string } } },
    ],
  ])('says %j as text', (text, figure) => {
    show(figure);
    expect(shown.at(-1)!['text/plain']).toBe(text);
  });

  test('cannot be ended early by text in the figure', () => {
    show({ data: [], layout: { title: { text: '</script><script>alert(1)</script><!--' } } });
    const html = String(shown.at(-1)!['text/html']);
    expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
    expect(html).not.toContain('<!--');
    expect(html).toContain('\\x3c/script>\\x3cscript>alert(1)');
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'A figure is an object { data: [ … ], layout: { … } }: got undefined'],
    ['an array', [curve.data], 'A figure is an object { data: [ … ], layout: { … } }: got an array'],
    ['a promise', Promise.resolve(curve), 'data of a figure must be an array of traces: got undefined'],
    [
      'data that is one trace',
      { data: curve.data[0] },
      'data of a figure must be an array of traces: got an object of class Object',
    ],
    ['layout that is null', { data: [], layout: null }, 'layout of a figure must be an object: got null'],
    [
      'a trace that is an array',
      { data: [[1, 2]] },
      "data[0] of a figure must be a trace, an object such as { type: 'scatter', x, y }: got an array",
    ],
    ['a function', { data: [], layout: { f() {} } }, 'layout.f of a figure cannot be a function'],
    ['a bigint', { data: [{ y: [1n] }] }, 'data[0].y[0] of a figure cannot be a bigint'],
    ['a map', { data: [{ y: new Map() }] }, 'data[0].y of a figure cannot be an object of class Map'],
    [
      'a promise as values',
      { data: [{ y: Promise.resolve([1]) }] },
      'data[0].y of a figure cannot be a promise: await it first',
    ],
  ])('throws TypeError when it gets %s, and shows nothing', (_what, figure, message) => {
    expect(() => show(figure as Figure)).toThrow(new TypeError(message));
    expect(shown).toEqual([]);
  });

  test('throws TypeError when it gets a tensor as values', () => {
    const y = tf.tensor1d([1, 2]) as unknown as number[];
    expect(() => show({ data: [{ type: 'scatter', y }] })).toThrow(
      /^data\[0\]\.y of a figure cannot be a tensor: take its numbers first, with await tensor\.array\(\)$/,
    );
  });

  test('throws TypeError when a figure contains itself, not when it contains a thing twice', () => {
    const axis = { type: 'log' } as const;
    show({ data: [], layout: { xaxis: axis, yaxis: axis } });
    const layout: Record<string, unknown> = {};
    layout['template'] = { layout };
    expect(() => show({ data: [], layout } as Figure)).toThrow(
      new TypeError('layout.template.layout of a figure contains itself'),
    );
  });
});

describe('displayPlotly()', () => {
  test('displays the library again', () => {
    displayPlotly();
    displayPlotly();
    expect(shown).toHaveLength(2);
    expect(shown[0]).toEqual(shown[1]);
  });

  test('displays nothing when GRADLAB_PLOTLY is none', () => {
    vi.stubEnv('GRADLAB_PLOTLY', 'none');
    displayPlotly();
    show(curve);
    expect(shown.map((bundle) => bundle['text/plain'])).toEqual([
      'Figure "Loss vs. learning rate": 1 trace, 2 points',
    ]);
  });
});
