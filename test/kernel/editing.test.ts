import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
  const { reply } = await kernel.execute(`
    import * as tf from '@tensorflow/tfjs';
    import { setLearningRate } from 'gradlab';
    /** Adds what is missing. */
    function addUp(numbers: number[], start = 0): number { return numbers.reduce((sum, n) => sum + n, start); }
    const learningRates = [0.1, 0.01];
    const model = tf.sequential();`);
  expect(reply.status).toBe('ok');
});
afterAll(() => kernel.close());

/** The place is marked with a bar. */
async function at(type: 'complete' | 'inspect', marked: string) {
  const position = Array.from(marked.slice(0, marked.indexOf('|'))).length;
  const code = marked.replace('|', '');
  const more = type === 'inspect' ? { detail_level: 0 } : {};
  return kernel.request('shell', `${type}_request`, { code, cursor_pos: position, ...more });
}

describe('complete_request', () => {
  it.each([
    ['a name of an earlier cell', 'lear|', ['learningRates']],
    ['a name of this cell', 'const loss = 1;\nlos|', ['loss']],
    ['members, with their types known', 'learningRates.ma|', ['map']],
    ['members of what an earlier cell has made', 'model.compi|', ['compile']],
    ['options of a call', 'tf.layers.dense({ uni| })', ['units']],
    ['texts that an option takes', "tf.layers.dense({ units: 1, activation: 'softm|' })", ['softmax']],
    ['packages', "import * as tf from '@tensorflow/tfjs-backend-wa|'", ['@tensorflow/tfjs-backend-wasm']],
    ["Node's modules", "import fs from 'node:fs/|'", ['node:fs/promises']],
    ['exports of a package', "import { setLearn| } from 'gradlab'", ['setLearningRate']],
    ['functions of cells', 'prom|', ['prompt', 'promptSecret', 'Promise']],
    ['in a block that is still open', 'for (;;) {\n  tf.train.adam|', ['adam', 'adamax']],
    ['nothing after a dot of nothing', 'nothing.|', []],
  ])('%s', async (_what, marked, matches) => {
    const found = await at('complete', marked);
    expect(found).toMatchObject({ status: 'ok', matches });
  });

  it('says which part is replaced, in code points, and the kind of each match', async () => {
    const found = await at('complete', "const smile = '😀'; addU|");
    const start = Array.from("const smile = '😀'; ").length;
    expect(found).toMatchObject({ cursor_start: start, cursor_end: start + 4, matches: ['addUp'] });
    expect(found.metadata._jupyter_types_experimental).toEqual([
      { text: 'addUp', type: 'function', start, end: start + 4 },
    ]);
  });

  it('knows what a cell that does not compile has left, and a later cell’s change', async () => {
    await kernel.execute('const momentum = 0.9; const broken: number = "x";');
    expect((await at('complete', 'momen|')).matches).toEqual([]);
    await kernel.execute('const momentum = { first: 1, second: 2 };');
    expect((await at('complete', 'momentum.f|')).matches).toEqual(['first']);
  });
});

describe('members that types say nothing of', () => {
  beforeAll(async () => {
    await kernel.execute(`
      let ran = 0;
      const data: any = { rows: [{ name: 'Ada', 'no name': 1, get code() { ran++; return { deep: 1 }; } }], text: 'a', 'a-b': 1 };
      const parsed = JSON.parse('{ "alpha": { "beta": 1 }, "Almost": 2 }');
      const trap = () => { ran++; return undefined; };
      const guarded: any = new Proxy({ inner: 1 }, { ownKeys: trap as any, getOwnPropertyDescriptor: trap, getPrototypeOf: trap as any, get: trap, has: trap as any });
      const derived: any = Object.create(guarded, { own: { value: 1 } });
      class Meter { total = 0; add() {} get mean() { ran++; return 0; } }
      const meter: any = new Meter();
      const counts: Record<string, number> = { cats: 1, dogs: 2 };
      const many: any = Object.fromEntries(Array.from({ length: 2000000 }, (_, i) => ['k' + i, i]));`);
  });

  it.each([
    ['its own', 'data.|', ['rows', 'text']],
    ['of what it leads to', 'data.rows[0].na|', ['name']],
    ['what a getter would tell is not asked for', 'data.rows[0].code.|', []],
    ['but for its name', 'data.rows[0].co|', ['code']],
    ['of a list, its methods', 'data.rows.fla|', ['flat', 'flatMap']],
    ['of a text', 'data.text.toUp|', ['toUpperCase']],
    ['of what was parsed, in any case', 'parsed.al|', ['alpha', 'Almost']],
    ['with ?. and !', 'parsed?.alpha!.|', ['beta']],
    ['of a class', 'meter.|', ['total', 'add', 'mean']],
    ['of a record', 'counts.|', ['cats', 'dogs']],
    ['a proxy is not asked', 'guarded.|', []],
    ['nor one behind an object', 'derived.|', ['own']],
    ['of another variable with the name', 'function f(data: any) { data.| }', []],
    ['of what is not there', 'data.nothing.|', []],
    ['nothing within a comment', '// data.|', []],
    ['nothing within a text', "'data.|'", []],
  ])('%s', async (_what, marked, matches) => {
    expect((await at('complete', marked)).matches).toEqual(matches);
  });

  it('runs no code of the cells', async () => {
    expect((await kernel.execute('ran')).result!['text/plain']).toBe('0');
  });

  it('asks an object with millions of names only once', async () => {
    await at('complete', 'many.k199999|');
    const started = performance.now();
    expect((await at('complete', 'many.k|')).matches).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('answers while a cell is busy, with nothing', async () => {
    const running = kernel.execute('const end = Date.now() + 3000; while (Date.now() < end); "done"');
    expect((await at('complete', 'parsed.al|')).matches).toEqual([]);
    expect((await running).result!['text/plain']).toBe("'done'");
    expect((await at('complete', 'parsed.al|')).matches).toEqual(['alpha', 'Almost']);
  });
});

describe('inspect_request', () => {
  it('tells the type and the documentation of a name of an earlier cell', async () => {
    const found = await at('inspect', 'const sum = addU|p;');
    expect(found).toMatchObject({ status: 'ok', found: true });
    expect(found.data['text/plain']).toBe(
      'function addUp(numbers: number[], start?: number): number\n\nAdds what is missing.',
    );
    expect(found.data['text/markdown']).toContain('```typescript\nfunction addUp');
  });

  it('tells the documentation of a package, and the signature of a call that is being written', async () => {
    const known = await at('inspect', 'setLearning|Rate');
    expect(known.data['text/plain']).toContain('Changes the learning rate of an optimizer');
    const call = await at('inspect', 'tf.layers.dense(|)');
    expect(call.data['text/plain']).toContain('dense(args: DenseLayerArgs): Dense');
  });

  it('names types as students do, not as cells are compiled', async () => {
    const { data } = (await at('inspect', 'mod|el')) as { data: Record<string, string> };
    expect(data['text/plain']).toBe('const model: tf.Sequential');
  });

  it('says found: false where there is nothing', async () => {
    expect(await at('inspect', '|   ')).toEqual({ status: 'ok', found: false, data: {}, metadata: {} });
  });
});

describe('is_complete_request', () => {
  it.each([
    ['1 + 1', 'complete'],
    ['await fetch("x")', 'complete'],
    ['for (const x of [1]) {', 'incomplete'],
    ['const text = `a', 'incomplete'],
    ['/* a comment', 'incomplete'],
    ['model.fit(', 'incomplete'],
    ['xs.map((x) => // later', 'incomplete'],
    ['}', 'invalid'],
    ['const 1x = 2', 'invalid'],
    ["const text = 'a", 'invalid'],
  ])('%s is %s', async (code, status) => {
    expect(await kernel.request('shell', 'is_complete_request', { code })).toMatchObject({ status });
  });

  it('says how far to indent the next line, and nothing where none is missing', async () => {
    const ask = (code: string) => kernel.request('shell', 'is_complete_request', { code });
    expect(await ask('if (true) {')).toEqual({ status: 'incomplete', indent: '  ' });
    expect(await ask('if (a) {\n  f((x) => // later')).toEqual({ status: 'incomplete', indent: '    ' });
    expect(await ask('if (a) {\n\tf(1);\n')).toEqual({ status: 'incomplete', indent: '\t' });
    expect(await ask('1')).toEqual({ status: 'complete' });
  });
});
