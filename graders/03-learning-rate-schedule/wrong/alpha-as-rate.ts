// task: cosine-restart
// caught-by: cosine-restart/alpha
const progress = ((step - this.warmupSteps) % this.decaySteps) / this.decaySteps;
const smallest = this.alpha / this.initialLearningRate;
const cosineDecay = smallest + ((1 - smallest) * (1 + Math.cos(Math.PI * progress))) / 2;
