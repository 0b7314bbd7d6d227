// Exercise 1 as the students of a class hand it in: no two have written the same. They differ in how they solve a task, in names and
// comments, in the order of statements, and in whether they write a function of their own. The same class every time.
import { loadDocument } from '../dist/grading/exercise/load-exercise.js';
import { seededRandom } from '../dist/grading/run/seeded-random.js';
import { fillNotebook, insertCodeCell, serializeNotebook } from '../dist/notebook/index.js';

export const slug = '01-learning-rate-finder';

/** Kinds of submissions, of 20 students: 60 % right, 25 % one task wrong, 10 % untouched, 5 % that do not compile.
 * bench/nbgrader/make_course.py makes the same. */
const KINDS = [
  ...Array(12).fill('right'),
  'lr-factor',
  'compile',
  'best-lr',
  'lr-factor',
  'compile',
  'untouched',
  'untouched',
  'broken',
];

const BEST = 'const bestLr = learningRates[minLossIdx];';

/** The lines of an answer, those of an inner list in any order, after a cell of the student's own; a `$name` is what each calls it. */
const RIGHT = {
  'lr-factor': [
    { lines: ['this.lrFactor = (maxLr / minLr) ** (1 / steps);'] },
    { lines: ['this.lrFactor = Math.pow(maxLr / minLr, 1 / steps);'] },
    {
      lines: [
        ['const $ratio = maxLr / minLr;', 'const $power = 1 / steps;'],
        'this.lrFactor = $ratio ** $power;',
      ],
    },
    {
      lines: [
        ['const $low = Math.log(minLr);', 'const $high = Math.log(maxLr);'],
        'this.lrFactor = Math.exp(($high - $low) / steps);',
      ],
    },
    {
      lines: [
        'const $ratio = Math.log10(maxLr / minLr);',
        'const $power = $ratio / steps;',
        'this.lrFactor = 10 ** $power;',
      ],
    },
    {
      helper: 'function $root($x: number, $n: number): number {\n  return $x ** (1 / $n);\n}',
      lines: ['this.lrFactor = $root(maxLr / minLr, steps);'],
    },
  ],
  'update-lr': [
    { lines: ['const newLr = lr * this.lrFactor;'] },
    { lines: ['const newLr = this.lrFactor * lr;'] },
    { lines: ['const $ratio = this.lrFactor;', 'const newLr = lr * $ratio;'] },
    { lines: ['let newLr = lr;', 'newLr *= this.lrFactor;'] },
    {
      lines: [
        ['const $low = this.minLr;', 'const $n = this.losses.length;'],
        'const newLr = $low * this.lrFactor ** $n;',
      ],
    },
  ],
  compile: [
    { lines: ["model.compile({ optimizer: tf.train.sgd($rate), loss: 'sparseCategoricalCrossentropy' });"] },
    { lines: ["model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer: 'sgd' });"] },
    {
      lines: [
        ['const $sgd = tf.train.sgd($rate);', "const $loss = 'sparseCategoricalCrossentropy';"],
        'model.compile({ optimizer: $sgd, loss: $loss });',
      ],
    },
    {
      lines: [
        'const $sgd = new tf.SGDOptimizer(lrFinder.minLr);',
        "model.compile({ optimizer: $sgd, loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });",
      ],
    },
  ],
  fit: [
    { lines: ['await model.fit(x, y, { epochs: 1, batchSize, callbacks: [lrFinder] });'] },
    { lines: ['await model.fit(x, y, { batchSize: batchSize, callbacks: [lrFinder] });'] },
    { lines: ['const $history = await model.fit(x, y, { callbacks: lrFinder, batchSize, epochs: 1 });'] },
    {
      lines: [
        'const $options = { epochs: 1, batchSize, callbacks: [lrFinder], verbose: 0 as const };',
        'await model.fit(x, y, $options);',
      ],
    },
  ],
  'best-lr': [
    { lines: ['const minLossIdx = losses.indexOf(Math.min(...losses));', BEST] },
    {
      lines: [
        'const $smallest = Math.min(...losses);',
        'const minLossIdx = losses.findIndex(($x) => $x === $smallest);',
        BEST,
      ],
    },
    {
      lines: [
        'let minLossIdx = 0;',
        'for (let $i = 1; $i < losses.length; $i++) {\n  if (losses[$i] < losses[minLossIdx]) minLossIdx = $i;\n}',
        BEST,
      ],
    },
    {
      lines: [
        ['let $smallest = Infinity;', 'let minLossIdx = -1;', 'let bestLr = NaN;'],
        'losses.forEach(($x, $i) => {\n  if ($x >= $smallest) return;\n  $smallest = $x;\n  minLossIdx = $i;\n  bestLr = learningRates[$i];\n});',
      ],
    },
    {
      lines: [
        'const minLossIdx = losses.reduce(($best, $x, $i) => ($x < losses[$best] ? $i : $best), 0);',
        BEST,
      ],
    },
    {
      lines: [
        'const $pairs = losses.map(($x, $i) => ({ loss: $x, $i }));',
        '$pairs.sort((a, b) => a.loss - b.loss);',
        'const minLossIdx = $pairs[0].$i;',
        BEST,
      ],
    },
    {
      helper:
        'function $argMin($pairs: number[]) {\n  let $best = 0;\n  for (const [$i, $x] of $pairs.entries()) if ($x < $pairs[$best]) $best = $i;\n  return $best;\n}',
      lines: ['const minLossIdx = $argMin(losses);', BEST],
    },
  ],
};

const WRONG = {
  'lr-factor': {
    lines: [
      ['const $ratio = maxLr / minLr;', 'const $power = 1 / (steps - 1);'],
      'this.lrFactor = $ratio ** $power;',
    ],
  },
  compile: {
    lines: [
      'const $sgd = tf.train.adam($rate);',
      "model.compile({ optimizer: $sgd, loss: 'sparseCategoricalCrossentropy' });",
    ],
  },
  'best-lr': {
    lines: ['const $smallest = Math.max(...losses);', 'const minLossIdx = losses.indexOf($smallest);', BEST],
  },
};

const NAMES = {
  ratio: 'ratio quotient span growth total q factor relation',
  power: 'power exponent inverse perStep share p part e',
  low: 'low first start lower from a begin small',
  high: 'high last end upper to b finish big',
  root: 'nthRoot root rootOf takeRoot nth calcRoot',
  argMin: 'argMin indexOfMin findMin minIndex smallestIndex whereMin',
  x: 'value v loss current element item number_ l',
  n: 'n count k times done index steps_ m',
  rate: '0.01 0.1 0.001 1e-7 lrFinder.minLr 1 0.05',
  sgd: 'optimizer opt sgd myOptimizer optim o',
  loss: 'loss lossName lossFunction crossEntropy lossFn',
  history: 'history result h info trained run',
  options: 'options config settings args opts fitArgs',
  smallest: 'smallest min minLoss lowest smallestLoss minimum',
  i: 'i j k idx index at pos',
  best: 'best bestIndex soFar winner b acc',
  pairs: 'pairs list entries points all numbers',
};

const COMMENT = [
  ['here', 'now', 'first', 'then', 'so', 'TODO:', 'next', 'note:'],
  ['I', 'we', 'this line', 'the code', 'my solution', 'it'],
  ['computed', 'took', 'used', 'found', 'needed', 'gave', 'set'],
  ['the value', 'what the task asks for', 'the result', 'it step by step', 'the formula from the lecture', 'everything'],
  ['', '(see above)', '!!', '- checked twice', '(I think)', 'as in the slides'],
]; // prettier-ignore

/** @param size Students.
 * @param kinds Of submissions, student by student.
 * @returns {string[]} Their notebooks. */
export function handedIn(size, kinds = KINDS) {
  const { document } = loadDocument(`graders/${slug}`);
  const taken = new Set();
  return Array.from({ length: size }, (_, student) => {
    const kind = kinds[(student * 7) % kinds.length];
    if (kind === 'untouched') return serializeNotebook(fillNotebook(document, 'starter', new Map()));
    const random = seededRandom(student, 'class');
    for (;;) {
      const notebook = answered(document, kind, random);
      const cells = notebook.cells.filter(({ source }) => source.includes('STUDENT TASK'));
      if (cells.some(({ source }) => taken.has(source))) continue;
      for (const { source } of cells) taken.add(source);
      return serializeNotebook(notebook);
    }
  });
}

function answered(document, kind, random) {
  const answers = new Map();
  const helpers = [];
  for (const [task, forms] of Object.entries(RIGHT)) {
    const { helper, lines } = kind === task ? WRONG[task] : oneOf(forms, random);
    const named = namesOf(random);
    if (helper) helpers.push({ task, source: named(helper) });
    const own = lines.flatMap((line) => (Array.isArray(line) ? shuffled(line, random) : line)).map(named);
    if (kind === 'broken' && task === 'best-lr') own.unshift("const typo: number = 'text';");
    if (random.uniform(0, 1) < 0.7) own.splice(random.integer(0, own.length - 1), 0, comment(random));
    answers.set(task, own.join('\n'));
  }
  const notebook = fillNotebook(document, 'solution', answers);
  for (const { task, source } of helpers) {
    const { id } = document.cells.find(({ tasks }) => tasks.includes(task));
    insertCodeCell(notebook, { before: id, id: `helper-${task}`, source });
  }
  return notebook;
}

const oneOf = (list, random) => list[random.integer(0, list.length - 1)];
const comment = (random) =>
  `// ${COMMENT.map((words) => oneOf(words, random))
    .join(' ')
    .trim()}`;

function shuffled([first, ...others], random) {
  if (others.length === 0) return [first];
  const rest = shuffled(others, random);
  rest.splice(random.integer(0, rest.length), 0, first);
  return rest;
}

/** @returns {(text: string) => string} Puts this student's names in, each thing with one of its own. */
function namesOf(random) {
  const chosen = new Map();
  const nameOf = (what) => {
    while (!chosen.has(what)) {
      const name = oneOf(NAMES[what].split(' '), random);
      if (![...chosen.values()].includes(name)) chosen.set(what, name);
    }
    return chosen.get(what);
  };
  return (text) => text.replaceAll(/\$(\w+)/g, (_, what) => nameOf(what));
}
