// task: add-noise
// caught-by: add-noise/level
x = x.map((point) => point.map((feature) => feature + noiseLevel * Math.abs(random.randn())));
