// task: add-noise
// caught-by: add-noise/labels
x = x.map((point) => point.map((feature) => feature + noiseLevel * random.randn()));
x.sort((a, b) => a[0] - b[0]);
