import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../src/lab/index.js';

beforeAll(async () => {
  await useBackend('cpu', { log: () => {} });
  await useBackend('wasm', { log: () => {} });
});

/** What a computation gives on a backend: numbers, or the error. Leaves no tensor behind. */
async function on(backend: 'cpu' | 'wasm', compute: () => tf.Tensor | tf.Tensor[]) {
  await tf.setBackend(backend);
  const before = tf.memory();
  const results = tf
    .tidy(() => [compute()].flat().map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() })))
    .map(({ shape, values }) => ({ shape, values: Array.from(values) }));
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  return results;
}

async function expectAsOnCpu(compute: () => tf.Tensor | tf.Tensor[], atol = 1e-4): Promise<void> {
  const [expected, got] = [await on('cpu', compute), await on('wasm', compute)];
  expect(got.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [i, { values }] of got.entries()) {
    for (const [j, value] of values.entries()) {
      const wanted = expected[i]!.values[j]!;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(atol * (1 + Math.abs(wanted)));
    }
  }
}

/** Numbers that are the same on both backends, with many equal ones among them. */
const numbers = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => (((i + 1) * (seed * 7919 + 104_729)) % 41) / 8 - 2.5,
    ),
    shape,
  );

/** Casting to bool differs between the backends. */
const ofType = (dtype: 'float32' | 'int32' | 'bool', x: tf.Tensor) =>
  dtype === 'bool' ? x.greater(0) : x.cast(dtype);

const size = (max: number, min = 1) => fc.integer({ min, max });
const runs = { numRuns: Number(process.env['KERNEL_RUNS'] ?? 60) };

const explicitPadding = fc
  .tuple(size(3, 0), size(3, 0), size(3, 0), size(3, 0))
  .map(([top, bottom, left, right]): [number, number][] => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

test('both gradients of a convolution are those of the cpu backend', async () => {
  const cases = fc.record({
    images: size(3, 0),
    height: size(9),
    width: size(9),
    channels: size(4),
    filters: size(4),
    kernel: fc.tuple(size(4), size(4)),
    strides: fc.tuple(size(3), size(3)),
    pad: fc.oneof(
      fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
      fc.constantFrom(0, 1, 2),
      explicitPadding,
    ),
    seed: size(50),
  });
  await fc.assert(
    fc.asyncProperty(
      cases,
      async ({ images, height, width, channels, filters, kernel, strides, pad, seed }) => {
        // For a single number, TensorFlow.js takes the height of filter and stride for their width too.
        if (typeof pad === 'number') [kernel[1], strides[1]] = [kernel[0], strides[0]];
        const fits = pad !== 'valid' || (kernel[0] <= height && kernel[1] <= width);
        fc.pre(fits && !(typeof pad !== 'string' && (kernel[0] > height || kernel[1] > width)));
        await expectAsOnCpu(() => {
          const x = numbers([images, height, width, channels], seed) as tf.Tensor4D;
          const filter = numbers([...kernel, channels, filters], seed + 1) as tf.Tensor4D;
          const dimRoundingMode = typeof pad === 'string' ? undefined : 'floor';
          const y = tf.conv2d(x, filter, strides, pad as never, 'NHWC', 1, dimRoundingMode);
          const dy = numbers(y.shape, seed + 2);
          const convolve = (image: tf.Tensor, weights: tf.Tensor) =>
            tf.conv2d(
              image as tf.Tensor4D,
              weights as tf.Tensor4D,
              strides,
              pad as never,
              'NHWC',
              1,
              dimRoundingMode,
            );
          return tf.grads(convolve)([x, filter], dy);
        });
      },
    ),
    runs,
  );
});

test('the gradient of max pooling is that of the cpu backend: ties, gaps and edges too', async () => {
  const cases = fc.record({
    images: size(3, 0),
    height: size(9),
    width: size(9),
    channels: size(3),
    filter: fc.tuple(size(3), size(3)),
    strides: fc.tuple(size(4), size(4)),
    pad: fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
    seed: size(50),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ images, height, width, channels, filter, strides, pad, seed }) => {
      fc.pre(pad === 'same' || (filter[0] <= height && filter[1] <= width));
      await expectAsOnCpu(() => {
        const x = numbers([images, height, width, channels], seed) as tf.Tensor4D;
        const y = tf.maxPool(x, filter, strides, pad);
        return tf.grad((a) => tf.maxPool(a as tf.Tensor4D, filter, strides, pad))(
          x,
          numbers(y.shape, seed + 1),
        );
      });
    }),
    runs,
  );
});

test('the gradient of max pooling leaves out NaN as the cpu backend does', () =>
  expectAsOnCpu(() => {
    const x = tf.tensor4d([NaN, 1, NaN, NaN, -Infinity, 2, NaN, NaN], [1, 2, 4, 1]);
    return tf.grad((a) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'))(x, tf.ones([1, 1, 2, 1]));
  }));

test('products of matrices are those of the cpu backend, transposed, in batches, small, large and empty', async () => {
  const cases = fc.record({
    rows: fc.oneof(size(5, 0), size(70)),
    inner: fc.oneof(size(5), size(90)),
    columns: fc.oneof(size(5, 0), size(70)),
    batchA: fc.constantFrom([], [1], [3], [2, 3]),
    batchB: fc.constantFrom([], [1], [3]),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    seed: size(50),
  });
  await fc.assert(
    fc.asyncProperty(
      cases,
      async ({ rows, inner, columns, batchA, batchB, transposeA, transposeB, seed }) => {
        await expectAsOnCpu(() => {
          const a = numbers([...batchA, ...(transposeA ? [inner, rows] : [rows, inner])], seed);
          const b = numbers([...batchB, ...(transposeB ? [columns, inner] : [inner, columns])], seed + 1);
          return tf.matMul(a, b, transposeA, transposeB);
        });
      },
    ),
    runs,
  );
});

test('sums are those of the cpu backend, over rows and otherwise, empty ones too', async () => {
  const cases = fc.record({
    shape: fc.array(size(6, 0), { minLength: 1, maxLength: 4 }),
    axes: fc.array(fc.nat(3), { maxLength: 4 }),
    isOverRows: fc.boolean(),
    keepDims: fc.boolean(),
    dtype: fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
    seed: size(50),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, axes, isOverRows, keepDims, dtype, seed }) => {
      const some = [...new Set(axes.map((axis) => axis % shape.length))];
      const rows = shape.slice(1).map((_, axis) => axis - shape.length);
      // The stock sum of nothing is whatever was on the heap.
      fc.pre((isOverRows && dtype === 'float32' && shape.length > 1) || !shape.includes(0));
      await expectAsOnCpu(() =>
        tf.sum(ofType(dtype, numbers(shape, seed)), isOverRows ? rows : some, keepDims),
      );
    }),
    runs,
  );
});

test('slices are those of the cpu backend', async () => {
  const extent = size(5);
  const cases = fc.array(extent, { minLength: 1, maxLength: 5 }).chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      part: fc.tuple(...shape.map((n) => fc.tuple(size(n - 1, 0), fc.nat(n)))),
      given: size(shape.length),
      dtype: fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
      seed: size(50),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, part, given, dtype, seed }) => {
      const begin = part.slice(0, given).map(([from]) => from);
      const sizes = part.slice(0, given).map(([from, count], i) => {
        return count === 0 ? -1 : Math.min(count, shape[i]! - from);
      });
      await expectAsOnCpu(() => tf.slice(ofType(dtype, numbers(shape, seed)), begin, sizes));
    }),
    runs,
  );
});

describe('parts and rows', () => {
  test('of an empty tensor, of texts, of all', async () => {
    await expectAsOnCpu(() => tf.slice(tf.zeros([0, 3]), [0, 1], [0, 2]));
    await expectAsOnCpu(() => tf.slice(tf.tensor2d([[1, 2, 3]]), 0));
    await tf.setBackend('wasm');
    expect(() => tf.slice(tf.zeros([4, 3]), 0, 5)).toThrow(
      'begin[0] + size[0] (5) would overflow input.shape[0] (4)',
    );
    expect(() => tf.zeros([4, 3]).slice([1, 2], [1, 2])).toThrow('would overflow input.shape[1] (3)');
    expect(tf.slice(tf.tensor1d(['a', 'b', 'c']), 1, 2).dataSync()).toEqual(['b', 'c']);
  });

  test('gathered rows are those of the cpu backend', async () => {
    const cases = fc.record({
      shape: fc.array(size(4), { minLength: 1, maxLength: 4 }),
      indices: fc.array(fc.nat(100), { maxLength: 6 }),
      asMatrix: fc.boolean(),
      axis: fc.nat(3),
      dtype: fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
      seed: size(50),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, indices, asMatrix, axis, dtype, seed }) => {
        const along = axis % shape.length;
        const wanted = indices.map((index) => index % shape[along]!);
        fc.pre(along === 0 || wanted.length > 0);
        await expectAsOnCpu(() => {
          const ids = tf.tensor1d(wanted, 'int32');
          return tf.gather(
            ofType(dtype, numbers(shape, seed)),
            asMatrix ? ids.reshape([wanted.length, 1]) : ids,
            along,
          );
        });
      }),
      runs,
    );
  });

  test('a row that is not there is an error, as on the cpu backend, and leaves nothing behind', async () => {
    const compute = (index: number) => () => tf.gather(tf.ones([3, 2]), tf.tensor1d([0, index], 'int32'));
    for (const index of [3, -1]) {
      await expect(on('cpu', compute(index))).rejects.toThrow(`the index value ${index} is not in [0, 2]`);
      const before = tf.memory().numDataBuffers;
      await expect(on('wasm', compute(index))).rejects.toThrow(`the index value ${index} is not in [0, 2]`);
      expect(tf.memory().numDataBuffers).toBeLessThanOrEqual(before);
    }
  });
});
