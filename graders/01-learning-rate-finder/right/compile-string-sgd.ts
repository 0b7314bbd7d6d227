// task: compile
model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
