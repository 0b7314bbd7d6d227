// task: compile
// caught-by: compile/optimizer
model.compile({ optimizer: 'stochasticGradientDescent', loss: 'sparseCategoricalCrossentropy' });
