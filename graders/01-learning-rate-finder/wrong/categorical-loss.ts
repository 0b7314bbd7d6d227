// task: compile
// caught-by: compile/loss
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'categoricalCrossentropy' });
