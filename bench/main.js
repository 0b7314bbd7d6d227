// npm run bench: what gradlab costs, as ratios within one run. `--quick` does fewer rounds, and 3 of exercise 2's 27 trainings.
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { timeComparison, timeFinder, timeSchedule } from './experiments.js';
import { benchClass } from './class.js';
import { benchGrading } from './grading.js';
import { hasKeras, runKeras } from './keras/run.js';
import { hasJupyter, timeKernels } from './kernel.js';
import { hasNbgrader, timeNbgrader } from './nbgrader/run.js';

const rounds = process.argv.includes('--quick') ? 1 : 3;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values) => `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
const line = (what, value, detail) =>
  process.stdout.write(`${what.padEnd(58)} ${value.padStart(9)}   ${detail}\n`);

process.stdout.write(
  `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.versions.node}\n\n`,
);

const finder = JSON.parse(execFileSync(process.execPath, ['bench/finder.js'], { encoding: 'utf8' }));
const ratios = finder.times.gradlab.map((time, at) => time / finder.times.bare[at]);
line(
  'finder, 200 batches: gradlab / bare tfjs fit',
  `${median(ratios).toFixed(2)} ×`,
  `${spread(ratios)} × in ${ratios.length} pairs; target 1.5; same losses: ${finder.same ? 'yes' : 'NO'}`,
);
line(
  '  a batch with gradlab',
  `${(median(finder.times.gradlab) / 200).toFixed(1)} ms`,
  `process at most ${finder.maxRssMiB} MiB`,
);

if (process.platform === 'win32') {
  process.stdout.write('Grading is not measured on Windows: it needs the accounting of a POSIX shell\n');
} else {
  const { cold, further, help, phases } = benchGrading(rounds);
  line(
    'gradlab grade, one submission, cold: CPU',
    `${median(cold).toFixed(2)} s`,
    `${spread(cold)} s; target 5`,
  );
  line(
    '  each further right one of a class: CPU',
    `${median(further).toFixed(2)} s`,
    `${spread(further)} s; target 1`,
  );
  line(
    '  cold / further',
    `${(median(cold) / median(further)).toFixed(1)} ×`,
    'what a warm compiler and caches save',
  );
  line(
    'gradlab --help: CPU',
    `${median(help).toFixed(2)} s`,
    `${(median(help) / median(cold)).toFixed(2)} of a cold grading`,
  );
  const mean = (phase) =>
    phases.slice(1).reduce((sum, seconds) => sum + seconds[phase], 0) / (phases.length - 1);
  const shown = ['restore', 'compile', 'start', 'cells', 'probes'].map(
    (phase) => `${phase} ${mean(phase).toFixed(2)}`,
  );
  process.stdout.write(`  wall seconds of a further submission: ${shown.join(', ')}\n`);
  const { bubblewrapProblem } = await import('../dist/session/index.js');
  const levels = (await bubblewrapProblem()) ? ['process'] : ['process', 'bubblewrap'];
  const asked = process.argv.indexOf('--class');
  const sizes = asked < 0 ? (rounds === 1 ? [10] : [10, 40]) : [Number(process.argv[asked + 1])];
  const classes = await benchClass(sizes, levels);
  for (const { size, level, perMinute, peakMiB, scores } of classes) {
    const same = classes.every((other) => other.size !== size || other.scores === scores);
    line(
      `gradlab grade -j 2, a mixed class of ${size}, ${level}`,
      `${perMinute.toFixed(0)} /min`,
      `grading process at most ${Math.round(peakMiB)} MiB; target 300; same marks at each level: ${same ? 'yes' : 'NO'}`,
    );
  }
  if (hasNbgrader) await compareWithNbgrader(levels.at(-1));
  else
    process.stdout.write(
      'nbgrader is not installed: node bench/nbgrader/install.js gets it, for the comparison of classes\n',
    );
}

process.stdout.write('\n');
const quick = process.argv.includes('--quick');
if (!hasKeras)
  process.stdout.write('Keras is not installed: node bench/keras/install.js gets it, for the comparison\n');
const sum = (values) => values.reduce((total, value) => total + value, 0);
/** In turns, so that both sides meet the same machine. */
for (const [what, ours, keras, total, target] of [
  ['exercise 1, a sweep of 200 batches', timeFinder, ['learning_rate_finder.py'], median, '1.5 × as fast'],
  [
    `exercise 2, ${quick ? '3' : 'all 27'} trainings`,
    () => timeComparison(!quick),
    ['optimizer_comparison.py', ...(quick ? [] : ['--all'])],
    sum,
    '2 × as fast',
  ],
  [
    'exercise 3, an epoch without validation',
    timeSchedule,
    ['learning_rate_schedule.py'],
    median,
    '1/3 as fast',
  ],
]) {
  const seconds = { ours: [], keras: [] };
  let tensors = [];
  for (let round = 0; round < (quick ? 1 : 2); round++) {
    const measured = ours();
    ({ tensors = [] } = measured);
    seconds.ours.push(total(measured.seconds));
    if (hasKeras) seconds.keras.push(total(runKeras(keras).seconds));
  }
  const ratio = hasKeras ? `${(median(seconds.keras) / median(seconds.ours)).toFixed(2)} ×` : '';
  const flat = tensors.length ? `; tensors after each training: ${[...new Set(tensors)].join(', ')}` : '';
  const detail = `gradlab ${spread(seconds.ours)} s${hasKeras ? `, Keras ${spread(seconds.keras)} s` : ''}; target ${target}${flat}`;
  line(`${what}: as fast as Keras`, ratio, detail);
}

process.stdout.write('\n');
if (!hasJupyter) {
  process.stdout.write(
    'Jupyter is not installed: node scripts/install-jupyter.js gets it, for the comparison of kernels\n',
  );
} else {
  const { gradlab, tslab } = timeKernels(quick ? 2 : 5);
  const targets = {
    'start to kernel_info_reply': '1/3',
    'start to the first executed cell': '1/2',
    'trivial cell': '1/4',
    'cell with tfjs in scope': '1/3',
    MiB: "1 and the cells' process",
  };
  for (const what of Object.keys(gradlab[0])) {
    const [ours, stock] = [gradlab, tslab].map((rounds) =>
      rounds.map((round) => round[what]).filter(Number.isFinite),
    );
    const unit = what === 'MiB' ? 'MiB' : 'ms';
    if (!stock.length) {
      line(`kernel, ${what}`, `${Math.round(median(ours))} ${unit}`, 'stock tslab loses most of them');
      continue;
    }
    const detail = `${Math.round(median(ours))} against ${Math.round(median(stock))} ${unit}`;
    const target = targets[what] ? `; target ${targets[what]}` : '';
    line(
      `kernel, ${what}: gradlab / stock tslab`,
      `${(median(ours) / median(stock)).toFixed(2)} ×`,
      detail + target,
    );
  }
}

/** The same mix of submissions, in turns: ours, nbgrader as it works, two of it side by side, ours. */
async function compareWithNbgrader(level) {
  const size = 20;
  const ours = () => benchClass([40], [level]).then(([{ perMinute }]) => perMinute);
  const before = await ours();
  const one = await timeNbgrader(size, 1);
  const two = await timeNbgrader(size, 2);
  const after = await ours();
  const found = (before + after) / 2;
  line(
    `grading per minute, -j 2, ${level}: gradlab / nbgrader`,
    `${(found / one.perMinute).toFixed(1)} ×`,
    `${before.toFixed(0)} and ${after.toFixed(0)} against ${one.perMinute.toFixed(1)} per minute; target 15`,
  );
  line(
    '  … / two nbgraders side by side',
    `${(found / two.perMinute).toFixed(1)} ×`,
    `${two.perMinute.toFixed(1)} per minute; same marks: ${one.scores.join() === two.scores.join() ? 'yes' : 'NO'}, mean ${(one.scores.reduce((sum, score) => sum + score, 0) / size).toFixed(2)} of 10`,
  );
}
