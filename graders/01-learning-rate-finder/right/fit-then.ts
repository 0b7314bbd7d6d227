// task: fit
await model.fit(x, y, { epochs: 1, batchSize, shuffle: false, callbacks: [lrFinder] }).then(({ epoch }) => epoch);
