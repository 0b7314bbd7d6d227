// task: add-noise
// caught-by: add-noise/level
x = x.map(([a, b]) => {
  const factor = 1 + (noiseLevel * random.randn()) / Math.hypot(a, b);
  return [a * factor, b * factor];
});
