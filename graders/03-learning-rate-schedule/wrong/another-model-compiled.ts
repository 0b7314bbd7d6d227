// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
createModel().compile({ optimizer: tf.train.adam(schedule.at(0)), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
