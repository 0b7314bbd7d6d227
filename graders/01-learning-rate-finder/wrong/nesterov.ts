// task: compile
// caught-by: compile/optimizer
model.compile({ optimizer: tf.train.momentum(0.01, 0.9, true), loss: 'sparseCategoricalCrossentropy' });
