// task: compile-model
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy', 'sparseCategoricalCrossentropy'],
});
