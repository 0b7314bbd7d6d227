// task: warmup
// caught-by: warmup/line
const warmupLr = tf.scalar(this.initialLearningRate).mul(step / this.warmupSteps) as unknown as number;
