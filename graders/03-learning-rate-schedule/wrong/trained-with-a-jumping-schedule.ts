// task: compile-model
// caught-by: compile-model/rates
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
const fit = model.fit.bind(model);
model.fit = (x, y, options) => fit(x, y, { ...options, shuffle: false, batchSize: 64 });
