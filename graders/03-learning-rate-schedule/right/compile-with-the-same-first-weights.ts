// task: compile-model
// cell-before:
const firstWeights = createModel().getWeights();
// end-cell
const model = createModel();
model.setWeights(firstWeights);
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
