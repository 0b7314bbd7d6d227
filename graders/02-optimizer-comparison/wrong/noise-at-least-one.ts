// task: add-noise
// caught-by: add-noise/weak
const deviation = Math.max(1, noiseLevel);
x = x.map((point) => point.map((feature) => feature + deviation * random.randn()));
