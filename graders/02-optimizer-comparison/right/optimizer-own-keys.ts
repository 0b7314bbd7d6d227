// task: get-optimizer
const makers: Record<string, (rate: number) => tf.Optimizer> = {
  sgd: (rate) => tf.train.momentum(rate, 0.9, false),
  adam: tf.train.adam,
  rmsprop: (rate) => tf.train.rmsprop(rate),
};
const key = name.toLowerCase();
if (!Object.hasOwn(makers, key)) throw new RangeError(`'${name}' is not SGD, Adam or RMSprop`);
return makers[key](learningRate);
