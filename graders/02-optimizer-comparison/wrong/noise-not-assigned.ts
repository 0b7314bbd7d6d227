// task: add-noise
// caught-by: add-noise/level
x.map((point) => point.map((feature) => feature + noiseLevel * random.randn()));
