// task: add-noise
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.sin(2 * Math.PI * Math.random());
for (let i = 0; i < x.length; i++) {
  for (let j = 0; j < x[i].length; j++) {
    x[i][j] = x[i][j] + normal() * noiseLevel;
  }
}
