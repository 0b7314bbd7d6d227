// task: add-noise
// caught-by: add-noise/level
const deviation = Math.sqrt(1 / 12);
x = x.map((point) => point.map((feature) => feature + (noiseLevel * (random.random() - 0.5)) / deviation));
