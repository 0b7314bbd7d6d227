// task: compile-model
// caught-by: compile-model/fresh
// cell-before:
let sharedModel: tf.Sequential | undefined;
// end-cell
const model = (sharedModel ??= createModel());
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
