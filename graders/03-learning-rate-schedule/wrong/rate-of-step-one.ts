// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule.at(1)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
