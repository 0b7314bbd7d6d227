// task: best-lr
// whole-cell: plot-learning-rate
function plotLearningRate(learningRates: number[], losses: number[]): number {
  const points = learningRates.map((rate, i) => ({ rate, loss: losses[i] })).filter(({ loss }) => Number.isFinite(loss));
  const best = points.reduce((a, b) => (b.loss < a.loss ? b : a));

  show({
    data: [
      { type: 'scatter', mode: 'lines', x: points.map(({ rate }) => rate), y: points.map(({ loss }) => loss) },
      { type: 'scatter', x: [best.rate], y: [best.loss], marker: { color: 'green' } },
    ],
    layout: {
      xaxis: { type: 'log', title: { text: 'Learning rate' } },
      annotations: [{ text: `best lr = ${best.rate.toPrecision(3)}`, x: Math.log10(best.rate), y: best.loss }],
    },
  });

  return best.rate;
}
