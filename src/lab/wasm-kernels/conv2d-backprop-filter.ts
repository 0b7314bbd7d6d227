import { convolutionInfo, type ConvolutionAttributes } from './convolution-info.js';
import { runStock, sizeOf, transpose, type KernelCall, type TrainingKernel } from './wasm-backend.js';

type Call = KernelCall<'x' | 'dy', ConvolutionAttributes & { filterShape: number[] }>;

/** Gradient of a convolution with respect to its filter, which stock wasm does not have at all (tensorflow/tfjs#8474).
 *
 * It is itself a convolution: of the input, its channels taken for the batch, with the gradient of the output as filter; where
 * the convolution strides, the gradient's convolution is dilated. So XNNPACK computes it. Rows and columns that a stride
 * leaves over at the end never met the filter, and are cut off.
 * @see tfjs-backend-cpu, Conv2DBackpropFilter.ts */
export const conv2DBackpropFilter: TrainingKernel = {
  kernelName: 'Conv2DBackpropFilter',
  make: () => (call: Call) => {
    const { inputs, attrs, backend } = call;
    const { x, dy } = inputs;
    const { filterShape } = attrs;
    const info = convolutionInfo(x.shape, filterShape, attrs);
    if (info.dataFormat !== 'channelsLast') {
      throw new Error('The wasm backend trains convolutions with dataFormat NHWC only: got NCHW');
    }
    if (sizeOf(x.shape) === 0 || sizeOf(dy.shape) === 0) {
      const zeros = backend.makeOutput(filterShape, 'float32');
      backend.typedArrayFromHeap(zeros).fill(0);
      return zeros;
    }
    const { top, bottom, left, right } = info.padInfo;
    const channelsFirst = transpose(x, [3, 1, 2, 0], backend);
    const asFilter = transpose(dy, [1, 2, 0, 3], backend);
    const gradients = runStock(
      'Conv2D',
      { x: channelsFirst, filter: asFilter },
      {
        strides: [1, 1],
        pad: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        dataFormat: 'NHWC',
        dilations: [info.strideHeight, info.strideWidth],
      },
      backend,
    );
    const [height, width] = [filterShape[0]!, filterShape[1]!];
    const isWhole = gradients.shape[1] === height && gradients.shape[2] === width;
    const met = isWhole
      ? gradients
      : runStock(
          'Slice',
          { x: gradients },
          { begin: [0, 0, 0, 0], size: [info.inChannels, height, width, info.outChannels] },
          backend,
        );
    const filterGradient = transpose(met, [1, 2, 0, 3], backend);
    for (const temporary of new Set([channelsFirst, asFilter, gradients, met])) {
      backend.disposeData(temporary.dataId);
    }
    return filterGradient;
  },
};
