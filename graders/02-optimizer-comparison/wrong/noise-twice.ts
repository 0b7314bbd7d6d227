// task: add-noise
// caught-by: add-noise/level
for (const point of x) {
  point.forEach((_, i) => (point[i] += noiseLevel * random.randn()));
  point.forEach((_, i) => (point[i] += noiseLevel * random.randn()));
}
