// task: add-noise
// caught-by: add-noise/level
x = x.map((point) => point.map(() => noiseLevel * random.randn()));
