// task: compile
// caught-by: compile/loss
model.compile({
  optimizer: new tf.SGDOptimizer(0.1),
  loss: (yTrue, yPred) => {
    const isClass = tf.oneHot(yTrue.flatten().toInt(), yPred.shape[1]!);
    return yPred.clipByValue(1e-7, 1).log().mul(isClass).sum(-1).neg();
  },
});
