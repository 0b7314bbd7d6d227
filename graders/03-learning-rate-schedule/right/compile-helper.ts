// task: compile-model
// cell-before:
function compiled(model: tf.Sequential, rate: number): tf.Sequential {
  model.compile({ optimizer: tf.train.adam(rate), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
// end-cell
const model = compiled(createModel(), schedule.at(0));
