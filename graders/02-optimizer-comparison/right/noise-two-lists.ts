// task: add-noise
const noise = x.map(() => [random.randn(), random.randn()]);
x = x.map((point, i) => point.map((feature, j) => feature + noiseLevel * noise[i][j]));
