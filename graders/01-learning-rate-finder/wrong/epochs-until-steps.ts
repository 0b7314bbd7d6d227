// task: fit
// caught-by: fit/few-rows
const batchesPerEpoch = Math.ceil(x.shape[0] / batchSize);
await model.fit(x, y, { epochs: Math.ceil(steps / batchesPerEpoch), batchSize, callbacks: [lrFinder] });
