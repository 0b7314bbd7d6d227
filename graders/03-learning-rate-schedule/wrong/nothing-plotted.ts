// task: run-experiment
// caught-by: run-experiment/plot
const histories = await trainAndCompareSchedules(xTrain, yTrain, xTest, yTest);
visualizeResults(histories);
