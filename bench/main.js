// npm run bench: what gradlab costs, as ratios within one run. `--quick` (some five minutes) makes fewer rounds, smaller classes, and 3 of
// exercise 2's 27 trainings, and writes nothing; `--class N` grades a class of N.
import { execFileSync } from 'node:child_process';
import { nativePackage } from '../dist/lab/native-package.js';
import { timeComparison, timeFinder, timeSchedule } from './experiments.js';
import { benchClass } from './class.js';
import { deno } from './deno/run.js';
import { benchGrading } from './grading.js';
import { hasKeras, runKeras } from './keras/run.js';
import { hasJupyter, timeKernels } from './kernel.js';
import { hasNbgrader, timeNbgrader } from './nbgrader/run.js';
import { median, report, save, section, skip, spread } from './report.js';

const hasNative = nativePackage() !== undefined;
const isQuick = process.argv.includes('--quick');
const asked = process.argv.indexOf('--class');
const sum = (values) => values.reduce((total, value) => total + value, 0);
const yesOrNo = (is) => (is ? 'yes' : 'NO');

training();
if (process.platform === 'win32') {
  section('Grading');
  skip('Grading is not measured on Windows: it needs the accounting of a POSIX shell');
} else await grading();
kernels();
if (!isQuick) save();

function training() {
  section('Training, against Keras and bare TensorFlow.js');
  const finder = JSON.parse(execFileSync(process.execPath, ['bench/finder.js'], { encoding: 'utf8' }));
  const ratios = finder.times.gradlab.map((time, at) => time / finder.times.bare[at]);
  report({
    what: 'finder, 200 batches: time of a bare tfjs loop',
    value: median(ratios),
    unit: '×',
    isShare: true,
    target: { atMost: 1.5 },
    detail: `${spread(ratios)} in ${ratios.length} pairs, ${(median(finder.times.gradlab) / 200).toFixed(1)} ms a batch, process at most ${finder.maxRssMiB} MiB; same losses: ${yesOrNo(finder.same)}`,
  });
  if (!hasKeras) skip('Keras is not installed: `node bench/keras/install.js` gets it (Python 3.11 or later)');
  if (!hasNative) skip('Native TensorFlow is not installed: `gradlab backend install` gets it');
  const [finderOf, scheduleOf] = ['learning_rate_finder.py', 'learning_rate_schedule.py'];
  for (const [what, ours, keras, total, target] of [
    ['exercise 1, a sweep of 200 batches', () => timeFinder('wasm'), [finderOf], median, 1.5],
    [
      `exercise 2, ${isQuick ? '3' : 'all 27'} trainings`,
      () => timeComparison(!isQuick, 'wasm'),
      ['optimizer_comparison.py', ...(isQuick ? [] : ['--all'])],
      sum,
      20,
    ],
    ['exercise 3, an epoch without validation', () => timeSchedule('wasm'), [scheduleOf], median, 0.45],
    ...(hasNative
      ? [
          ['exercise 1, native TensorFlow', () => timeFinder('tensorflow'), [finderOf], median],
          ['exercise 3, native TensorFlow', () => timeSchedule('tensorflow'), [scheduleOf], median, 0.8],
        ]
      : []),
  ]) {
    const seconds = { ours: [], keras: [] };
    let tensors = [];
    for (let round = 0; round < (isQuick ? 1 : 2); round++) {
      const measured = ours();
      ({ tensors = [] } = measured);
      seconds.ours.push(total(measured.seconds));
      if (hasKeras) seconds.keras.push(total(runKeras(keras).seconds));
    }
    const flat = tensors.length ? `; tensors after each training: ${[...new Set(tensors)].join(', ')}` : '';
    if (hasKeras)
      report({
        what: `${what}: as fast as Keras`,
        value: median(seconds.keras) / median(seconds.ours),
        unit: '×',
        ...(target ? { target: { atLeast: target } } : {}),
        detail: `${spread(seconds.ours)} against ${spread(seconds.keras)} s${flat}`,
      });
    else report({ what, value: median(seconds.ours), unit: 's', detail: flat.slice(2) });
  }
}

async function grading() {
  section('Grading exercise 1');
  const { cold, further, help, phases } = benchGrading(isQuick ? 1 : 3);
  report({
    what: 'gradlab grade, one submission, cold: CPU',
    value: median(cold),
    unit: 's',
    target: { atMost: 2.5 },
    detail: spread(cold),
  });
  const mean = (phase) => sum(phases.slice(1).map((seconds) => seconds[phase])) / (phases.length - 1);
  const shown = ['restore', 'compile', 'start', 'cells', 'probes'].map(
    (phase) => `${phase} ${mean(phase).toFixed(2)}`,
  );
  report({
    what: 'each further right one of a class: CPU',
    value: median(further),
    unit: 's',
    target: { atMost: 1 },
    detail: `${spread(further)}; wall seconds: ${shown.join(', ')}`,
  });
  report({ what: 'gradlab --help: CPU', value: median(help), unit: 's', detail: spread(help) });

  const { bubblewrapProblem } = await import('../dist/session/index.js');
  const levels = (await bubblewrapProblem()) ? ['process'] : ['process', 'bubblewrap'];
  const sizes = asked < 0 ? (isQuick ? [20] : [10, 40, 160]) : [Number(process.argv[asked + 1])];
  const classes = await benchClass(sizes, levels);
  for (const { size, level, perMinute, peakMiB, scores } of classes) {
    const same = classes.every((other) => other.size !== size || other.scores === scores);
    report({
      what: `a mixed class of ${size}, -j 2, ${level}`,
      value: perMinute,
      unit: 'per minute',
      detail: `grading process at most ${Math.round(peakMiB)} MiB; same marks at each level: ${yesOrNo(same)}`,
    });
  }
  if (hasNbgrader) await compareWithNbgrader(levels.at(-1));
  else skip('nbgrader is not installed: `node bench/nbgrader/install.js` gets it (Python 3.11 or later)');
}

/** The same mix of submissions, in turns: ours, nbgrader as it works, two of it side by side, ours. */
async function compareWithNbgrader(level) {
  const [size, ownSize] = isQuick ? [6, 20] : [20, 80];
  const ours = () => benchClass([ownSize], [level]).then(([{ perMinute }]) => perMinute);
  const before = await ours();
  const one = await timeNbgrader(size, 1);
  const two = await timeNbgrader(size, 2);
  const after = await ours();
  report({
    what: `submissions per minute, -j 2, ${level}: those of nbgrader`,
    value: (before + after) / 2 / one.perMinute,
    unit: '×',
    target: { atLeast: 15 },
    detail: `${before.toFixed(0)} and ${after.toFixed(0)} against ${one.perMinute.toFixed(1)} per minute`,
  });
  report({
    what: '… those of two nbgraders side by side',
    value: (before + after) / 2 / two.perMinute,
    unit: '×',
    detail: `${two.perMinute.toFixed(1)} per minute; same marks from both: ${yesOrNo(one.scores.join() === two.scores.join())}, mean ${(sum(one.scores) / size).toFixed(2)} of 10`,
  });
}

function kernels() {
  section('The kernel, against stock tslab and Deno (which checks no types)');
  if (!hasJupyter)
    return skip('Jupyter is not installed: `node scripts/install-jupyter.js` gets it (Python 3)');
  if (!deno) skip('Deno is not installed: `node bench/deno/install.js` gets it');
  const { gradlab, ...others } = timeKernels(isQuick ? 2 : 5);
  const targets = {
    'start to kernel_info_reply': 1 / 4,
    'start to the first executed cell': 1 / 2.5,
    'trivial cell': 1 / 6,
    'cell with tfjs in scope': 1 / 4,
  };
  const names = { tslab: "stock tslab's", deno: "Deno's" };
  for (const what of Object.keys(gradlab[0])) {
    const unit = what === 'MiB' ? 'MiB' : 'ms';
    for (const [other, name] of Object.entries(names)) {
      const [ours, theirs] = [gradlab, others[other] ?? []].map((rounds) =>
        rounds.map((round) => round[what]).filter(Number.isFinite),
      );
      if (!theirs.length) continue;
      report({
        what: `${what}: of ${name}`,
        value: median(ours) / median(theirs),
        unit: '×',
        isShare: true,
        ...(other === 'tslab' && targets[what]
          ? { target: { atMost: Number(targets[what].toFixed(2)) } }
          : {}),
        detail: `${Math.round(median(ours))} against ${Math.round(median(theirs))} ${unit}`,
      });
    }
  }
  report({
    what: '200,000 lines',
    value: median(gradlab.map((round) => round['200,000 lines'])),
    unit: 'ms',
    target: { atMost: 1000 },
    detail: 'stock tslab loses most of them',
  });
}
