// task: compile
model.compile({
  optimizer: tf.train.sgd(lrFinder.minLr),
  loss: ['sparseCategoricalCrossentropy'],
  metrics: ['accuracy'],
});
