// task: add-noise
// caught-by: add-noise/labels
x = x.map((point) => point.map((feature) => feature + noiseLevel * random.randn()));
y = y.map((label) => label + noiseLevel * random.randn());
