// task: fit
const options = { batchSize: batchSize, epochs: 1, callbacks: lrFinder, verbose: 0 as const };
const history = await model.fit(x, y, options);
