import tf = require('@tensorflow/tfjs');

/** Attributes of a convolution, as TensorFlow.js passes them to the kernels of its gradients (which have no dilations). */
export interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: 'same' | 'valid' | number | [number, number][];
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'ceil' | 'floor' | 'round';
}

/** Sizes and paddings of a convolution. */
export function convolutionInfo(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dimRoundingMode, dataFormat }: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad as never,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
}
