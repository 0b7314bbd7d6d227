// task: cosine-restart
const p = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const wave = tf.tidy(() => tf.scalar(Math.PI * p).cos().add(1).div(2).dataSync()[0]);
const cosineDecay = this.alpha + (1 - this.alpha) * wave;
