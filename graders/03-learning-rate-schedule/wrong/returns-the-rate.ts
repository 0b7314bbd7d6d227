// task: cosine-restart
// caught-by: cosine-restart/cycle
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const cosineDecay = this.initialLearningRate * (this.alpha + ((1 - this.alpha) * (1 + Math.cos(Math.PI * progress))) / 2);
