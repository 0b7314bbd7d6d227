import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import type { JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.execute(`
    import * as tf from '@tensorflow/tfjs';
    import { useBackend } from 'gradlab';
    await useBackend();
    let kept = 41;
    let turns = 0;
    const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`);
});
afterAll(() => kernel.close());

/** Interrupts a cell some time after it has begun to run. */
async function interrupted(code: string, afterMs = 500) {
  const id = await kernel.sendCell(`console.log('started');\n${code}`);
  const begun = () => kernel.broadcast.some(({ type, parent }) => type === 'stream' && parent === id);
  await kernel.until(begun, 'the first line of a cell');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  expect(await kernel.request('control', 'interrupt_request', {})).toEqual({ status: 'ok' });
  return kernel.finished(id, 15_000);
}

describe('interrupt_request', () => {
  it.each([
    ['a loop', 'while (true) turns++;'],
    ['a loop after an await', 'await sleep(1); while (true) turns++;'],
    ['a loop of awaits', 'while (true) { await sleep(5); turns++; }'],
    ['a loop that gives way to nobody', 'while (true) { await null; turns++; }'],
    ['a promise that never settles', 'await new Promise(() => {});'],
    ['a loop that prints', 'while (true) console.log(turns++);'],
    ['a loop that catches everything', 'while (true) { try { await sleep(5); turns++; } catch {} }'],
    [
      'JavaScript that calls itself',
      'const again = (): void => { for (let i = 0; i < 1e9; i++) turns++; again(); }; again();',
    ],
    ['a prompt', 'prompt("nobody answers")'],
    [
      'a training',
      `const model = tf.sequential({ layers: [tf.layers.dense({ units: 50, inputShape: [20] }), tf.layers.dense({ units: 1 })] });
       model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
       await model.fit(tf.randomNormal([2000, 20]), tf.randomNormal([2000, 1]), { epochs: 1e6, callbacks: { onEpochEnd: () => void turns++ } });`,
    ],
    [
      'a compiled training',
      `const { useCompiledTraining } = await import('gradlab');
       useCompiledTraining();
       const small = tf.sequential({ layers: [tf.layers.dense({ units: 5, inputShape: [20] }), tf.layers.dense({ units: 1 })] });
       small.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
       await small.fit(tf.randomNormal([200, 20]), tf.randomNormal([200, 1]), { epochs: 1e6, callbacks: { onEpochEnd: () => void turns++ } });`,
    ],
    [
      'a compiled training of two threads',
      `useCompiledTraining();
       const large = tf.sequential({ layers: [
         tf.layers.conv2d({ filters: 32, kernelSize: 5, inputShape: [28, 28, 3] }), tf.layers.flatten(), tf.layers.dense({ units: 1 }),
       ] });
       large.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
       await large.fit(tf.zeros([64, 28, 28, 3]), tf.zeros([64, 1]), { epochs: 1e6, callbacks: { onEpochEnd: () => void turns++ } });`,
    ],
  ])('ends %s, and the values of the notebook are kept', async (_name, code) => {
    kernel.onInput = () => undefined;
    const { reply, error } = await interrupted(code);
    expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(error!.evalue).toBe('The cell was interrupted; the values of the notebook are kept');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = await kernel.execute('[kept, turns]');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(after.result!['text/plain']).toMatch(/^\[ 41, \d+ \]$/);
    // Nothing of it goes on.
    expect((await kernel.execute('[kept, turns]')).result).toEqual(after.result);
  });

  it.each([
    ['a loop', 'let steps = 0;\nwhile (true)\n  steps++;', /line [34]\b/, /→ [34] │/],
    ['a loop after an await', 'await sleep(1);\nfor (;;)\n  turns++;', /line [34]\b/, /→ [34] │/],
    ['a loop of awaits', 'while (true)\n  await sleep(5);', /line 3\b/, /→ 3 │ {3}await sleep\(5\);/],
    [
      'a loop of awaits in a function of an earlier cell, which a library waits for',
      'await Promise.race([waiting()]).catch(() => {});',
      /line 5\b/,
      /→ 5 │ {3}for \(;;\) await sleep\(5\);/,
    ],
    ['a loop in a function of an earlier cell', 'endless();', /line 2\b/, /→ 2 │ {3}for \(;;\) turns\+\+;/],
    [
      'a loop in a method that a package calls',
      '[1].forEach(() => {\n  tf.tidy(() => {\n    for (;;);\n  });\n});',
      /line 4\b/,
      /→ 4 │ {5}for \(;;\);/,
    ],
  ])('says at which line it has ended %s', async (_name, code, place, line) => {
    await kernel.execute(
      'function endless() {\n  for (;;) turns++;\n}\nasync function waiting() {\n  for (;;) await sleep(5);\n}',
    );
    const { error } = await interrupted(code);
    const told = stripVTControlCharacters(error!.traceback.join('\n'));
    expect(told).toMatch(place);
    expect(told).toMatch(line);
    expect(told).not.toContain('<anonymous>:1');
  });

  it('ends a cell whose types keep the compiler busy, within seconds; names and values are kept', async () => {
    const id = await kernel.sendCell(`
      type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
      type Number4 = \`\${Digit}\${Digit}\${Digit}\${Digit}\`;
      type All<T> = T extends Number4 ? { [K in Number4]: T extends K ? All<Exclude<Number4, K>> : 1 } : 0;
      declare let all: All<Number4>;
      all['1111']['2222']['3333'];`);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const asked = performance.now();
    await kernel.request('control', 'interrupt_request', {});
    const { reply } = await kernel.finished(id, 15_000);
    expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(performance.now() - asked).toBeLessThan(4500);
    expect((await kernel.execute('kept')).result).toEqual({ 'text/plain': '41' });
    const wrong = await kernel.execute('kept.length');
    expect(wrong.error!.evalue).toContain("Property 'length' does not exist on type 'number'");
  });

  it('lets finally run, and a training that was interrupted begin again', async () => {
    const { stdout } = await interrupted(
      'try { while (true) await sleep(5); } finally { console.log("cleaned"); }',
    );
    expect(stdout).toBe('started\ncleaned\n');
    await interrupted(`
      const again = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
      again.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await again.fit(tf.ones([64, 3]), tf.ones([64, 1]), { epochs: 1e6 });`);
    const { reply } = await kernel.execute(
      'await again.fit(tf.ones([64, 3]), tf.ones([64, 1]), { epochs: 2 });',
    );
    expect(reply.status).toBe('ok');
  });

  it('a compiled training goes on from where it was interrupted', async () => {
    await kernel.execute("import { useCompiledTraining } from 'gradlab'; useCompiledTraining();");
    await interrupted(`
      const compiled = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
      compiled.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      await compiled.fit(tf.ones([64, 3]), tf.ones([64, 1]), { epochs: 1e6 });`);
    const { result } = await kernel.execute(`
      const reached = (compiled.evaluate(tf.ones([64, 3]), tf.ones([64, 1])) as tf.Scalar).dataSync()[0];
      const { history } = await compiled.fit(tf.ones([64, 3]), tf.ones([64, 1]), { epochs: 1 });
      [Math.abs(history.loss[0] as number - reached) < 1e-3, compiled.optimizer.iterations > 100]`);
    expect(result).toEqual({ 'text/plain': '[ true, true ]' });
  });

  it('ends a loop of large displays without half a message on the way', async () => {
    await kernel.execute("import { display } from 'gradlab';");
    for (let i = 0; i < 3; i++) {
      const { reply } = await interrupted(
        "while (true) display({ 'text/plain': 'y'.repeat(3 << 20) });",
        150 + 70 * i,
      );
      expect(reply.ename).toBe('KeyboardInterrupt');
    }
    expect((await kernel.execute('kept')).result).toEqual({ 'text/plain': '41' });
  });

  it('when no cell runs, ends what earlier cells have left running', async () => {
    await kernel.execute('setInterval(() => turns++, 10);');
    await kernel.request('control', 'interrupt_request', {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = (await kernel.execute('turns')).result;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await kernel.execute('turns')).result).toEqual(before);
  });

  it('twelve times in a row, none costs the process', async () => {
    const { result } = await kernel.execute('process.pid');
    for (let i = 0; i < 12; i++) {
      const code = [
        'while (true) turns++;',
        'while (true) { await sleep(1); }',
        'while (true) console.log(turns++);',
      ][i % 3]!;
      expect((await interrupted(code, 100)).reply.ename).toBe('KeyboardInterrupt');
    }
    expect((await kernel.execute('process.pid')).result).toEqual(result);
  }, 120_000);

  it('the cells that wait behind an interrupted one are aborted', async () => {
    const loop = await kernel.sendCell('while (true);');
    const next = await kernel.sendCell('"never"');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kernel.request('control', 'interrupt_request', {});
    expect((await kernel.finished(loop)).reply.ename).toBe('KeyboardInterrupt');
    expect((await kernel.finished(next)).reply.status).toBe('aborted');
  });

  it('while a cell runs, the heartbeat beats, control answers, and names are completed', async () => {
    const id = await kernel.sendCell('while (true) turns++;');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await kernel.beats()).toBe(true);
    expect(await kernel.request('control', 'kernel_info_request', {}, 2000)).toMatchObject({ status: 'ok' });
    const found = await kernel.request('shell', 'complete_request', { code: 'kep', cursor_pos: 3 }, 5000);
    expect(found.matches).toEqual(['kept']);
    await kernel.request('control', 'interrupt_request', {});
    await kernel.finished(id);
  });
});
