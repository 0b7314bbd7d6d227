import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownFigures } from '../../src/grading/shown-figures.js';
import { parseExercise, parseNotebook } from '../../src/notebook/index.js';
import { notebookOf } from '../cli/gradlab.js';

const document = parseExercise({
  slug: '01-mean',
  title: 'Mean',
  version: '1',
  tasks: ['one', 'two'],
  file: 'exercise.ts',
  source: ['one', 'two']
    .map(
      (task) =>
        `// %% id="${task}"\n// @FILL begin ${task}\nconst ${task} = 1;\n// @FILL stub\n// const ${task} = 0;\n// @FILL end\n`,
    )
    .join('\n'),
});
const plotly = (data: unknown, layout: unknown = {}) => ({
  output_type: 'display_data',
  data: { 'application/vnd.plotly.v1+json': { data, layout } },
});
const line = { type: 'scatter', y: [1, 2] };
const figuresOf = (outputs: unknown[], id = 'two') =>
  shownFigures(parseNotebook(notebookOf([{ source: '1', id, outputs }])), document);
/** Signature and header of a PNG, and nothing behind it. */
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(60);
  bytes.write('\x89PNG\r\n\x1a\n', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
};
const image = (content: unknown, type = 'image/png') => ({
  output_type: 'display_data',
  data: { [type]: content },
});

describe('shownFigures()', () => {
  it('keeps Plotly’s lines, points and heat maps as numbers, by subplot', () => {
    const layout = {
      title: { text: 'Loss' },
      xaxis: { type: 'log', title: { text: 'Rate' } },
      yaxis2: { title: 'Right' },
      annotations: [{ xref: 'paper', text: 'left' }, { xref: 'paper', text: 'right' }, { text: 'an arrow' }],
    };
    const traces = [
      { type: 'scatter', name: 'a', x: [0.1, 1], y: [1 / 3, 'no number'] },
      { type: 'scatter', mode: 'markers', y: [5], xaxis: 'x2' },
      { type: 'heatmap', x: ['p', 'q'], y: [0.5], z: [[1, null]], xaxis: 'x2' },
      { type: 'pie', values: [1] },
    ];
    const axis = { title: '', isLogarithmic: false };
    expect(figuresOf([plotly(traces, layout)])).toEqual([
      {
        task: 'two',
        title: 'Loss',
        panels: [
          {
            title: 'left',
            x: { title: 'Rate', isLogarithmic: true },
            y: axis,
            traces: [{ name: 'a', isLine: true, x: [0.1, 1], y: [0.3333, null] }],
          },
          {
            title: 'right',
            x: axis,
            y: { ...axis, title: 'Right' },
            traces: [{ name: '', isLine: false, x: [0], y: [5] }],
            table: { columns: ['p', 'q'], rows: ['0.5'], values: [[1, null]] },
          },
        ],
      },
    ]);
  });

  it('a figure belongs to the last task at or above its cell', () => {
    const cells = ['mine', 'one', 'run', 'two', 'last'].map((id) => ({
      source: '1',
      id,
      outputs: [plotly([line])],
    }));
    const found = shownFigures(parseNotebook(notebookOf(cells)), document);
    expect(found.map(({ task }) => task)).toEqual(['one', 'one', 'one', 'two', 'two']);
  });

  it('keeps a PNG, and nothing that is a program, no picture, or larger than a browser likes', () => {
    expect(figuresOf([image(png(40, 30))])).toMatchObject([{ png: png(40, 30), panels: [] }]);
    for (const no of [
      image(png(100_000, 100_000)),
      image(`${png(40, 30)}" onerror="x`),
      image(Buffer.from('GIF89a'.repeat(20)).toString('base64')),
      image(Buffer.alloc(200_000).toString('base64')),
      image({}),
      image('<svg onload="x"/>', 'image/svg+xml'),
      image('<script>x</script>', 'text/html'),
    ])
      expect(figuresOf([no])).toEqual([]);
  });

  it('cuts what is long', () => {
    const long = {
      type: 'scatter',
      name: 'n'.repeat(1000),
      y: Array.from({ length: 10_000 }, (_, at) => at),
    };
    const figures = figuresOf(Array.from({ length: 20 }, () => plotly(Array(50).fill(long))));
    expect(JSON.stringify(figures).length).toBeLessThan(200_100);
    expect(figures[0]!.panels[0]!.traces[0]!.y.length).toBeLessThanOrEqual(120);
    expect(figuresOf(Array.from({ length: 100 }, () => plotly([line])))).toHaveLength(12);
    // What is beyond the limit is not even read.
    const { cells, ...rest } = parseNotebook(
      notebookOf([{ source: '1', id: 'two', outputs: Array(12).fill(plotly([line])) }]),
    );
    const beyond = {
      get data() {
        throw new Error('read');
      },
    };
    const [cell] = cells as [(typeof cells)[0]];
    const notebook = { ...rest, cells: [{ ...cell, outputs: [...cell.outputs, beyond as never] }] };
    expect(shownFigures(notebook, document)).toHaveLength(12);
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (data, layout) => {
        figuresOf([plotly(data, layout), image(layout), { data: layout }]);
        figuresOf([
          plotly(
            [
              { type: 'scatter', y: data, x: layout },
              { type: 'heatmap', z: data, x: layout },
            ],
            layout,
          ),
        ]);
      }),
    );
  });
});
