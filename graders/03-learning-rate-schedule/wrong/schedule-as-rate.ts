// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule as unknown as number),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
