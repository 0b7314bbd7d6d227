// task: add-noise
// caught-by: add-noise/level
x = x.concat(x.map((point) => point.map((feature) => feature + noiseLevel * random.randn())));
