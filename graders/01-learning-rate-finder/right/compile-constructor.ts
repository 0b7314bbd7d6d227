// task: compile
const optimizer = new tf.SGDOptimizer(1e-7);
model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer });
