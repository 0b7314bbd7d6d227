// task: compile-model
// caught-by: compile-model/rates
const model = createModel();
model.compile({
  optimizer: tf.train.adam(schedule.at(0)),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
await model.fit(xTrainImages, yTrain, { epochs: 1, batchSize, callbacks: [] });
