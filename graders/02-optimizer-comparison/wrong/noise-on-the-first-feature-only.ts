// task: add-noise
// caught-by: add-noise/level
x = x.map(([first, second]) => [first + noiseLevel * random.randn(), second]);
