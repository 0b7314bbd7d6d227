// task: get-optimizer
// caught-by: get-optimizer/unknown
const makers: Record<string, (rate: number) => tf.Optimizer> = {
  sgd: (rate) => tf.train.momentum(rate, 0.9),
  adam: (rate) => tf.train.adam(rate),
  rmsprop: (rate) => tf.train.rmsprop(rate),
};
const make = makers[name.toLowerCase()];
if (make === undefined) throw new RangeError(`No optimizer ${name}`);
return make(learningRate);
