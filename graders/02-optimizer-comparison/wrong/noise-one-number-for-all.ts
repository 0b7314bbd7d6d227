// task: add-noise
// caught-by: add-noise/level
const noise = noiseLevel * random.randn();
x = x.map((point) => point.map((feature) => feature + noise));
