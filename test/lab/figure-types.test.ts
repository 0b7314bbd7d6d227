import type { Data, Layout as PlotlyLayout } from 'plotly.js-dist';
import { describe, expectTypeOf, test } from 'vitest';
import type { Figure, Layout, Trace } from '../../src/lab/index.js';

// Checked by `tsc`, which reads the tests too.
describe('the types of a figure', () => {
  test('allow only what the types of Plotly allow', () => {
    const asData = (trace: Trace): Data => trace;
    const asLayout = (layout: Layout): Partial<PlotlyLayout> => layout;
    expectTypeOf(asData).returns.toEqualTypeOf<Data>();
    expectTypeOf(asLayout).returns.toEqualTypeOf<Partial<PlotlyLayout>>();
  });

  test('allow the figures of the course', () => {
    const finder: Figure = {
      data: [
        { type: 'scatter', x: [1e-3, 1e-2], y: [2, 1], mode: 'lines', name: 'loss' },
        { type: 'scatter', x: [1e-2], y: [1], mode: 'markers', marker: { color: 'red', size: 10 } },
      ],
      layout: {
        title: { text: 'Loss vs. learning rate' },
        xaxis: { type: 'log', title: { text: 'Learning rate' } },
        annotations: [{ x: -2, y: 1, text: 'Best LR: 1.00e-2', showarrow: true, ax: 40, ay: -40 }],
      },
    };
    const heatmaps: Figure = {
      data: [
        {
          type: 'heatmap',
          x: ['0.001'],
          y: ['0.1'],
          z: [[0.9]],
          texttemplate: '%{z:.2f}',
          coloraxis: 'coloraxis',
          xaxis: 'x2',
        },
      ],
      layout: {
        grid: { rows: 1, columns: 3, pattern: 'independent' },
        xaxis2: { type: 'category' },
        coloraxis: { cmin: 0, cmax: 1 },
      },
    };
    expectTypeOf([finder, heatmaps]).toExtend<Figure[]>();
  });
});
