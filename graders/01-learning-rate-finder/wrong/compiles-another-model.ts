// task: compile
// caught-by: compile/optimizer
const other = createModel();
other.compile({ optimizer: tf.train.sgd(0.01), loss: 'sparseCategoricalCrossentropy' });
