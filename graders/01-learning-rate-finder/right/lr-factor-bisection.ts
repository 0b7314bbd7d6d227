// task: lr-factor
let [low, high] = [1, maxLr / minLr];
for (let halvings = 0; halvings < 100; halvings++) {
  const middle = (low + high) / 2;
  if (minLr * middle ** steps < maxLr) low = middle;
  else high = middle;
}
this.lrFactor = high;
