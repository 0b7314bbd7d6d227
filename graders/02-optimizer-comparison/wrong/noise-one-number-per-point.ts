// task: add-noise
// caught-by: add-noise/independent
x = x.map((point) => {
  const noise = noiseLevel * random.randn();
  return point.map((feature) => feature + noise);
});
