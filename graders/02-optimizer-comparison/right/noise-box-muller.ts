// task: add-noise
// cell-before:
/** A normal number, after Box and Muller. */
function gaussian(): number {
  const [u, v] = [1 - random.random(), random.random()];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}
// end-cell
x = x.map(([first, second]) => [first + noiseLevel * gaussian(), second + noiseLevel * gaussian()]);
