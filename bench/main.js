// npm run bench: what gradlab costs, as ratios within one run. `--quick` (some five minutes) makes fewer rounds, smaller classes, and 3 of
// exercise 2's 27 trainings, and writes nothing; `--class N` grades a class of N.
import { execFileSync } from 'node:child_process';
import { timeComparison, timeFinder, timeSchedule } from './experiments.js';
import { benchClass } from './class.js';
import { deno } from './deno/run.js';
import { benchGrading } from './grading.js';
import { hasKeras, runKeras } from './keras/run.js';
import { installedSize } from './installed-size.js';
import { hasJupyter, timeKernels } from './kernel.js';
import { hasNative } from './native/run.js';
import { hasNbgrader, timeNbgrader } from './nbgrader/run.js';
import { median, report, save, section, skip, spread } from './report.js';

const isQuick = process.argv.includes('--quick');
const asked = process.argv.indexOf('--class');
const sum = (values) => values.reduce((total, value) => total + value, 0);
const isSame = (a, b) => a.join() === b.join();
const yesOrNo = (is) => (is ? 'yes' : 'NO');

/** What a notebook trains with, and what comes after the name of an exercise. */
const WAYS = [
  { name: '', way: { backend: 'wasm', isCompiled: true } },
  { name: ', TensorFlow.js itself', way: { backend: 'wasm', isCompiled: false } },
  { name: ', native TensorFlow', way: { backend: 'tensorflow', isCompiled: true } },
  { name: ', native TensorFlow itself', way: { backend: 'tensorflow', isCompiled: false } },
].filter(({ way }) => (hasNative || way.backend === 'wasm') && (way.isCompiled || !isQuick));

/** Each in every way, and in Keras. */
const EXERCISES = [
  {
    what: 'exercise 1, a sweep of 200 batches',
    ours: timeFinder,
    keras: ['learning_rate_finder.py'],
    total: median,
    targets: { wasm: 1.5 },
    // Fractions of a second, which differ from one process to the next.
    rounds: 3,
  },
  {
    what: `exercise 2, ${isQuick ? '3' : 'all 27'} trainings`,
    ours: (way) => timeComparison(!isQuick, way),
    keras: ['optimizer_comparison.py', ...(isQuick ? [] : ['--all'])],
    total: sum,
    targets: { wasm: 20 },
    rounds: 1,
    // Minutes in Keras and in TensorFlow.js itself.
    isLong: !isQuick,
  },
  {
    what: 'exercise 3, an epoch with validation',
    ours: timeSchedule,
    keras: ['learning_rate_schedule.py'],
    total: median,
    targets: { wasm: 0.45, tensorflow: 0.8 },
    rounds: isQuick ? 1 : 3,
  },
];

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
  if (!hasNative)
    skip(
      'Native TensorFlow is not installed: `node bench/native/install.js` tries that and says what is missing',
    );
  for (const { what, ours, keras, total, targets, rounds, isLong } of EXERCISES) {
    const ways = WAYS.filter(({ way }) => way.isCompiled || !isLong);
    const seconds = { ours: ways.map(() => []), keras: [] };
    const tensors = ways.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, { way }] of ways.entries()) {
        const measured = ours(way);
        seconds.ours[at].push(total(measured.seconds));
        tensors[at].push(...(measured.tensors ?? []));
      }
      if (hasKeras) seconds.keras.push(total(runKeras(keras).seconds));
    }
    for (const [at, { name, way }] of ways.entries()) {
      const target = way.isCompiled && targets[way.backend];
      const left = [...new Set(tensors[at])].join(', ');
      const flat = left ? `; tensors after each training: ${left}` : '';
      if (hasKeras)
        report({
          what: `${what}${name}: as fast as Keras`,
          value: median(seconds.keras) / median(seconds.ours[at]),
          unit: '×',
          ...(target ? { target: { atLeast: target } } : {}),
          detail: `${spread(seconds.ours[at])} against ${spread(seconds.keras)} s${flat}`,
        });
      else
        report({ what: `${what}${name}`, value: median(seconds.ours[at]), unit: 's', detail: flat.slice(2) });
    }
  }
}

async function grading() {
  section('Grading exercise 1');
  const { cold, plain, further, help, phases } = await benchGrading(isQuick ? 1 : 3);
  report({
    what: 'gradlab grade, one submission, cold: CPU',
    value: median(cold),
    unit: 's',
    target: { atMost: 2.5 },
    detail: `${spread(cold)}; ${spread(plain)} without start-up images`,
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
  for (const { size, level, perMinute, cpuSeconds, peakMiB, scores } of classes) {
    const same = classes.every((other) => other.size !== size || isSame(other.scores, scores));
    report({
      what: `a mixed class of ${size}, -j 2, ${level}`,
      value: perMinute,
      unit: 'per minute',
      detail: `${level === 'process' ? `${cpuSeconds.toFixed(2)} s of CPU each, ` : ''}grading process at most ${Math.round(peakMiB)} MiB; same marks at each level: ${yesOrNo(same)}`,
    });
  }
  if (hasNbgrader) await compareWithNbgrader(levels.at(-1));
  else skip('nbgrader is not installed: `node bench/nbgrader/install.js` gets it (Python 3.11 or later)');
}

/** The same mix of submissions, in turns: ours, nbgrader as it works, two of it side by side, ours. */
async function compareWithNbgrader(level) {
  const [size, ownSize] = isQuick ? [4, 20] : [20, 80];
  const ours = () => benchClass([ownSize], [level]).then(([found]) => found);
  const before = await ours();
  const one = await timeNbgrader(size, 1);
  const two = await timeNbgrader(size, 2);
  const after = await ours();
  // Of what runs in a box, the shell's accounting does not hear.
  const [{ cpuSeconds }] = await benchClass([ownSize], ['process']);
  const perMinute = (before.perMinute + after.perMinute) / 2;
  const marks = [before.scores.slice(0, size), one.scores, two.scores];
  report({
    what: `submissions per minute, -j 2, ${level}: those of nbgrader`,
    value: perMinute / one.perMinute,
    unit: '×',
    target: { atLeast: 30 },
    detail: `${before.perMinute.toFixed(0)} and ${after.perMinute.toFixed(0)} against ${one.perMinute.toFixed(1)} per minute, classes of ${ownSize} and ${size}; same marks from both: ${yesOrNo(isSame(marks[0], marks[1]))}, mean ${(sum(one.scores) / size).toFixed(2)} of 10`,
  });
  report({
    what: '… those of two nbgraders side by side',
    value: perMinute / two.perMinute,
    unit: '×',
    detail: `${two.perMinute.toFixed(1)} per minute; same marks: ${yesOrNo(isSame(marks[1], marks[2]))}`,
  });
  report({
    what: "CPU of each submission, without boxes: of nbgrader's",
    value: cpuSeconds / one.cpuSeconds,
    unit: '×',
    isShare: true,
    detail: `${cpuSeconds.toFixed(2)} against ${one.cpuSeconds.toFixed(2)} s`,
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
        detail: `${rounded(median(ours))} against ${rounded(median(theirs))} ${unit}`,
      });
    }
  }
  const alone = {
    'completion at a letter': { atMost: 60, detail: 'with the types of the cells before' },
    '200,000 lines': { atMost: 1000, detail: 'stock tslab loses most of them' },
  };
  for (const [what, { atMost, detail }] of Object.entries(alone)) {
    const value = median(gradlab.map((round) => round[what]));
    report({ what, value, unit: 'ms', target: { atMost }, detail });
  }
}

const rounded = (value) => value.toFixed(value < 20 ? 1 : 0);

function size() {
  section('What is installed');
  const { packages, MiB } = installedSize();
  report({
    what: 'gradlab with all packages that it needs',
    value: MiB,
    unit: 'MiB',
    detail: `${packages} packages, without those of development`,
  });
}

training();
if (process.platform === 'win32') {
  section('Grading');
  skip('Grading is not measured on Windows: it needs the accounting of a POSIX shell');
} else await grading();
kernels();
size();
if (!isQuick) save();
