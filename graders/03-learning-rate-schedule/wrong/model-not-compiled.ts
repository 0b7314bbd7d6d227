// task: compile-model
// caught-by: compile-model/optimizer
const model = createModel();
