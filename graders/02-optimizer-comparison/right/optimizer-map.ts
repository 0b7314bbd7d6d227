// task: get-optimizer
const makers = new Map<string, () => tf.Optimizer>([
  ['sgd', () => tf.train.momentum(learningRate, 0.9)],
  ['adam', () => tf.train.adam(learningRate)],
  ['rmsprop', () => tf.train.rmsprop(learningRate)],
]);
const make = makers.get(name.toLowerCase());
if (!make) throw new TypeError('not one of the three');
return make();
