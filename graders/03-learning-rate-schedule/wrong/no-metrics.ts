// task: compile-model
// caught-by: compile-model/loss
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
});
