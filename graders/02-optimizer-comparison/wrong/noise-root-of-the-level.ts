// task: add-noise
// caught-by: add-noise/weak
x = x.map((point) => point.map((feature) => feature + Math.sqrt(noiseLevel) * random.randn()));
