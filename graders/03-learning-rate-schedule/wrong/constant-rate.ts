// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
model.compile({
  optimizer: tf.train.adam(0.001),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
