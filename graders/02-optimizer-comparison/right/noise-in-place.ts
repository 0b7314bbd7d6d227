// task: add-noise
for (const point of x) {
  point[0] += noiseLevel * random.randn();
  point[1] += noiseLevel * random.randn();
}
