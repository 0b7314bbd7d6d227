// task: warmup
// whole-cell: schedule
interface WarmupCosineRestartConfig {
  initialLearningRate: number;
  warmupSteps: number;
  decaySteps: number;
  alpha?: number;
}

class WarmupCosineRestart extends LearningRateSchedule {
  readonly initialLearningRate: number;
  readonly warmupSteps: number;
  readonly decaySteps: number;
  readonly alpha: number;

  constructor({ initialLearningRate, warmupSteps, decaySteps, alpha = 0 }: WarmupCosineRestartConfig) {
    super();
    this.initialLearningRate = initialLearningRate;
    this.warmupSteps = warmupSteps;
    this.decaySteps = decaySteps;
    this.alpha = alpha;
  }

  at(step: number): number {
    if (this.warmupSteps > 0 && step <= this.warmupSteps) return (this.initialLearningRate * step) / this.warmupSteps;
    const inCycle = (step - this.warmupSteps) % this.decaySteps;
    const wave = (1 + Math.cos((Math.PI * inCycle) / this.decaySteps)) / 2;
    return this.initialLearningRate * (this.alpha + (1 - this.alpha) * wave);
  }

  getConfig() {
    return {
      initialLearningRate: this.initialLearningRate,
      warmupSteps: this.warmupSteps,
      decaySteps: this.decaySteps,
      alpha: this.alpha,
    };
  }
}
