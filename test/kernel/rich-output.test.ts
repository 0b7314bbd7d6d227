import { afterAll, beforeAll, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.execute(
    "import * as tf from '@tensorflow/tfjs'; import { curves, sideBySide, table } from 'gradlab';",
  );
});
afterAll(() => kernel.close());

it.each([
  ['a tensor', 'tf.tensor2d([[1, 2], [3, 4]])', 'text/plain', /dtype: float32.*shape: \[2,2\].*\[\[1, 2\]/s],
  ['an instance of a class', 'class Point { x = 1 }\nnew Point()', 'text/plain', /^Point \{ x: 1 \}$/],
  ['a table', 'table([{ name: "Ada", score: 10 }])', 'text/html', /<table[\s\S]*Ada/],
  ['a figure', "({ data: [{ type: 'scatter', x: [1, 2], y: [3, 4] }], layout: {} })", 'text/html', /Plotly/],
  ['a map', 'new Map([["a", 1]])', 'text/plain', /Map\(1\) \{ 'a' => 1 \}/],
])('the last expression shows %s', async (_what, code, type, shown) => {
  const { result, error } = await kernel.execute(code);
  expect(error).toBeUndefined();
  expect(String(result![type])).toMatch(shown);
  expect(result!['text/plain']).toBeTypeOf('string');
});

it('a figure is Plotly’s own format too; what only looks a little like one is shown as it is', async () => {
  const figure = await kernel.execute("sideBySide([curves({ loss: [2, 1] }, { title: 'Loss' })])");
  expect(figure.result!['application/vnd.plotly.v1+json'].data.length).toBe(1);
  const other = await kernel.execute('({ data: [{ id: 1 }], layout: 2 })');
  expect(Object.keys(other.result!)).toEqual(['text/plain']);
});

it('the display of stock tslab works, with its types', async () => {
  const { displays, broadcast, error } = await kernel.execute(`
    import * as tslab from 'tslab';
    import { display as show } from 'tslab';
    show.html('<b>bold</b>');
    tslab.display.png(new Uint8Array([1, 2, 3]));
    const line = tslab.newDisplay();
    line.markdown('*one*');
    line.text('two');`);
  expect(error).toBeUndefined();
  expect(displays.map(({ data }) => data)).toEqual([
    { 'text/html': '<b>bold</b>' },
    { 'image/png': 'AQID' },
    { 'text/markdown': '*one*' },
  ]);
  const update = broadcast.find(({ type }) => type === 'update_display_data')!;
  expect(update.content.data).toEqual({ 'text/plain': 'two' });
  expect(update.content.transient).toEqual(displays[2]!.transient);
  const wrong = await kernel.execute("import { display as strict } from 'tslab'; strict.html(5);");
  expect(wrong.error!.evalue).toContain('TS2345');
});

it('progress changes in place', async () => {
  const { broadcast } = await kernel.execute(`
    import { TrainingProgress } from 'gradlab';
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(tf.ones([64, 1]), tf.ones([64, 1]), { epochs: 2, callbacks: [new TrainingProgress()] });
    1`);
  const types = broadcast.map(({ type }) => type);
  expect(types).toContain('display_data');
  expect(types).toContain('update_display_data');
});
