import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CompilerProcess, makeMissingImages, Session, workplaceFor } from '../../dist/session/index.js';
import { executorImage, compilerImage, threadsWorkInImages } from '../../dist/session/image/images.js';
import { discardImage, hasImage, imageFile, startArguments } from '../../dist/session/image/image-store.js';
import { CellCompiler } from '../../dist/session/compile/cell-compiler.js';
import { openNotebook, temporaryFolder } from './run-cells.js';

const root = temporaryFolder();
const workplace = workplaceFor(undefined, { root });
/** Of no other session: the images are this file's own. */
const memoryMiB = 1024 + 17;
const executor = executorImage(workplace.modulesFrom, memoryMiB);

beforeAll(async () => {
  await makeMissingImages({ workplace, memoryMiB });
});
afterAll(() => discardImage(executor));

/** What a notebook comes to, cell by cell, with what it prints. */
async function comesTo(
  cells: string[],
  images: 'on' | 'off',
): Promise<{ answers: string[]; printed: string }> {
  process.env['GRADLAB_IMAGES'] = images;
  try {
    const { run, printed, close } = await openNotebook({ limits: { memoryMiB }, randomSeed: 5 });
    const answers = [];
    for (const cell of cells) answers.push(await run(cell));
    await close();
    return { answers, printed: printed() };
  } finally {
    delete process.env['GRADLAB_IMAGES'];
  }
}

const isFromImage =
  "require('node:fs').readFileSync('/proc/self/cmdline', 'latin1').includes('--snapshot-blob')";

describe('a session that starts from an image', () => {
  test.runIf(process.platform === 'linux')(
    'does so unless it is told not to, or Node does not take it',
    async () => {
      expect((await comesTo([isFromImage], 'on')).answers).toEqual([String(threadsWorkInImages)]);
      expect((await comesTo([isFromImage], 'off')).answers).toEqual(['false']);
    },
  );

  test.each([
    ['what a seed decides', 'import * as tf from "@tensorflow/tfjs"; [Math.random(), Math.random()]'],
    ['random tensors', 'import * as tf from "@tensorflow/tfjs"; tf.randomUniform([3]).arraySync()'],
    [
      'names of layers',
      'import * as tf from "@tensorflow/tfjs"; tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }).layers[0].name',
    ],
    [
      'the default backend',
      'import * as tf from "@tensorflow/tfjs"; await tf.ready(); [tf.getBackend(), tf.memory().numTensors]',
    ],
    [
      'one module, however it is loaded',
      'import * as tf from "@tensorflow/tfjs"; [require("@tensorflow/tfjs") === tf, (await import("@tensorflow/tfjs")).Tensor === tf.Tensor, require.resolve("@tensorflow/tfjs").length]',
    ],
    [
      'a console of one’s own',
      'new console.Console(process.stdout) instanceof console.Console && typeof require("node:console").Console',
    ],
    ['how the process was started', '[process.argv.length, process.execArgv, process.argv0, process.title]'],
    [
      'a program that it starts',
      'require("node:child_process").execFileSync(process.execPath, [...process.execArgv, "-p", "1 + 1"], { encoding: "utf8" }).trim()',
    ],
    [
      'a fork',
      'require("node:fs").writeFileSync("child.js", "process.send(process.argv.length)"); await new Promise((done) => require("node:child_process").fork("./child.js", ["x"]).once("message", done))',
    ],
    [
      'a worker that opens a socket',
      'await new Promise((done) => new (require("node:worker_threads").Worker)("const { Socket } = require(\'node:net\'); require(\'node:worker_threads\').parentPort.postMessage(typeof new Socket())", { eval: true }).once("message", done))',
    ],
    [
      'a worker',
      'await new Promise((done) => new (require("node:worker_threads").Worker)("require(\'node:worker_threads\').parentPort.postMessage(typeof WebAssembly + typeof Atomics)", { eval: true }).once("message", done))',
    ],
    ['errors and where they are', 'function f(): never { throw new RangeError("here") }\nf()'],
    [
      'globals',
      'import * as tf from "@tensorflow/tfjs"; void tf.env(); Object.getOwnPropertyNames(globalThis).length',
    ],
    [
      'training',
      'import * as tf from "@tensorflow/tfjs"; import { useBackend } from "gradlab"; await useBackend("wasm"); const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })] }); model.compile({ optimizer: "sgd", loss: "meanSquaredError" }); (await model.fit(tf.ones([8, 2]), tf.zeros([8, 1]), { epochs: 3, shuffle: false, verbose: 0 })).history.loss',
    ],
  ])('%s: the same as without', async (_what, cell) => {
    expect(await comesTo([cell], 'on')).toEqual(await comesTo([cell], 'off'));
  });
});

test.runIf(threadsWorkInImages)('a damaged image costs nothing but itself', async () => {
  const file = imageFile(executor);
  fs.truncateSync(file, 1000);
  const { run, close } = await openNotebook({ limits: { memoryMiB } });
  expect(await run('1 + 1')).toBe('2');
  await close();
  expect(hasImage(executor)).toBe(false);
  await makeMissingImages({ workplace, memoryMiB });
  expect(hasImage(executor)).toBe(true);
});

test('a folder that does not exist is not the image’s fault', async () => {
  const start = Session.start({ workplace, cwd: `${root}/none`, limits: { memoryMiB } });
  await expect(start).rejects.toThrow('Cannot start a session: The process cannot enter its working folder');
  expect(hasImage(executor)).toBe(true);
});

test('the compiler does without a damaged image', async () => {
  const memory = 1000 + 7;
  const recipe = compilerImage(workplace, memory);
  fs.writeFileSync(imageFile(recipe), 'no image');
  const compiler = new CompilerProcess(workplace, memory);
  await compiler.reset(undefined, 60_000);
  expect(await compiler.compile('const a: number = 1', 30_000)).toMatchObject({ ok: true });
  compiler.close();
  expect(fs.existsSync(imageFile(recipe))).toBe(false);
});

test('no image where Node is started with flags of one’s own, and another one for other flags', () => {
  expect(hasImage(executor)).toBe(true);
  process.env['NODE_OPTIONS'] = '--max-old-space-size=4000';
  const heapMiB = process.platform === 'linux' ? Math.ceil((9 / 8) * memoryMiB) : memoryMiB;
  expect(startArguments(executor)).toEqual([`--max-old-space-size=${heapMiB}`, executor.contents.program]);
  delete process.env['NODE_OPTIONS'];
  expect(imageFile(executorImage(workplace.modulesFrom, 1))).not.toBe(imageFile(executor));
});

test('a compiler knows when a file that it has read is another one', () => {
  const types = temporaryFolder({ 'node/index.d.ts': 'declare const process: { pid: number };' });
  const compiler = new CellCompiler({ ...workplace, typeRoots: [types] });
  expect(compiler.isUpToDate()).toBe(true);
  fs.writeFileSync(`${types}/node/index.d.ts`, 'declare const process: { pid: string };  ');
  expect(compiler.isUpToDate()).toBe(false);
});
