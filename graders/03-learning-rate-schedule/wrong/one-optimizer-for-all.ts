// task: compile-model
// caught-by: compile-model/fresh
// cell-before:
const sharedOptimizer = tf.train.adam(0.002);
// end-cell
const model = createModel();
model.compile({
  optimizer: sharedOptimizer,
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
