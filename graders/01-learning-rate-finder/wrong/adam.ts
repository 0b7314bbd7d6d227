// task: compile
// caught-by: compile/optimizer
model.compile({ optimizer: tf.train.adam(0.001), loss: 'sparseCategoricalCrossentropy' });
