// task: fit
let trained = 0;
await model.fit(x, y, {
  epochs: 1,
  batchSize,
  callbacks: [lrFinder, { onBatchEnd: async () => void trained++ }],
});
