// task: compile-model
const model: tf.Sequential = createModel();
const optimizer = tf.train.adam(schedule.at(0), 0.9, 0.999);
model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer, metrics: 'accuracy' });
