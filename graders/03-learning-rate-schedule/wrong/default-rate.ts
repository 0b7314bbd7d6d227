// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
model.compile({
  optimizer: 'adam',
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});
