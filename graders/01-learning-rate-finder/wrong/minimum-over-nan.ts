// task: best-lr
// caught-by: best-lr/rate
// whole-cell: plot-learning-rate
function plotLearningRate(learningRates: number[], losses: number[]): number {
  // Leave out the points whose loss is infinite or not a number.

  // STUDENT TASK: Find the smallest loss: its index in `losses` goes to `minLossIdx`, its learning rate to `bestLr`.
  const minLossIdx = losses.indexOf(Math.min(...losses));
  const bestLr = learningRates[minLossIdx];

  show({
    data: [
      { type: 'scatter', mode: 'lines', name: 'Loss', x: learningRates, y: losses },
      // A dot at the minimum loss.
      {
        type: 'scatter',
        mode: 'markers',
        name: 'Minimum',
        x: [bestLr],
        y: [losses[minLossIdx]],
        marker: { color: 'red', size: 10 },
      },
    ],
    layout: {
      title: { text: 'Loss vs. Learning Rate' },
      xaxis: { type: 'log', title: { text: 'Learning Rate' } },
      yaxis: { title: { text: 'Loss' } },
      showlegend: false,
      // On a logarithmic axis, Plotly wants the place of an annotation as a power of ten.
      annotations: [
        {
          text: `Best LR: ${bestLr.toExponential(2)}`,
          x: Math.log10(bestLr),
          y: losses[minLossIdx],
          showarrow: true,
          ax: 60,
          ay: -60,
        },
      ],
    },
  });

  return bestLr;
}
