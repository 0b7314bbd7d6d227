// task: compile-model
const model = createModel();
model.compile({
  optimizer: new tf.AdamOptimizer(schedule.at(0), 0.9, 0.999),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['acc'],
});
