// task: best-lr
// caught-by: best-lr/annotation
// whole-cell: plot-learning-rate
function plotLearningRate(learningRates: number[], losses: number[]): number {
  const isValid = losses.map((loss) => Number.isFinite(loss));
  learningRates = learningRates.filter((_, i) => isValid[i]);
  losses = losses.filter((_, i) => isValid[i]);
  const minLossIdx = losses.indexOf(Math.min(...losses));
  const bestLr = learningRates[minLossIdx]!;
  show({
    data: [
      { type: 'scatter', mode: 'lines', name: 'Loss', x: learningRates, y: losses },
      { type: 'scatter', mode: 'markers', name: 'Minimum', x: [bestLr], y: [losses[minLossIdx]!] },
    ],
    layout: {
      xaxis: { type: 'log' },
      yaxis: { type: 'log' },
      annotations: [{ text: `Best LR: ${bestLr.toExponential(2)}`, x: Math.log10(bestLr), y: losses[minLossIdx]! }],
    },
  });
  return bestLr;
}
