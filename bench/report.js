// What the benchmark has found: printed line by line, and kept as docs/benchmarks.md with the runs before it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { speedPicture } from './picture.js';

const HISTORY = 'bench/history.json';
const PAGE = 'docs/benchmarks.md';
const PICTURE = 'docs/pictures/benchmarks.svg';
/** Runs that the page shows side by side. */
const SHOWN_RUNS = 8;

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(values.length - 1) >> 1] + sorted[values.length >> 1]) / 2;
};
export const spread = (values) => `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;

const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.versions.node}`;
/** @type {{ title: string, rows: Row[], skipped: string[] }[]} */
const sections = [];

process.stdout.write(`${machine}\n`);

export function section(title) {
  sections.push({ title, rows: [], skipped: [] });
  process.stdout.write(`\n${title}\n`);
}

/** @typedef {object} Row
 * @property {string} what
 * @property {number} value
 * @property {'×' | 's' | 'ms' | 'MiB' | 'per minute'} unit
 * @property {boolean} [isShare] A ratio of which less is better: a share of the other's time or memory.
 * @property {string} [detail]
 * @property {{ atLeast: number } | { atMost: number }} [target] */

/** @param {Row} row */
export function report(row) {
  sections.at(-1).rows.push(row);
  const { what, detail, target } = row;
  const aim = target ? `target ${targetText(row)}: ${isMet(row) ? 'met' : 'MISSED'}` : '';
  const more = [aim, detail].filter(Boolean).join('; ');
  process.stdout.write(`  ${what.padEnd(82)} ${shown(row).padStart(16)}   ${more}\n`);
}

/** Something that could not be compared, and how to get it. */
export function skip(text) {
  sections.at(-1).skipped.push(text);
  process.stdout.write(`  ${text}\n`);
}

/** Writes the page and adds this run to the history. */
export function save() {
  const history = existsSync(HISTORY) ? JSON.parse(readFileSync(HISTORY, 'utf8')) : [];
  const values = Object.fromEntries(
    sections.flatMap(({ rows }) => rows.map(({ what, value, unit }) => [what, { value, unit }])),
  );
  history.push({ date: new Date().toISOString().slice(0, 10), machine, values });
  writeFileSync(HISTORY, `${JSON.stringify(history, null, 2)}\n`);
  writeFileSync(PAGE, page(history));
  writeFileSync(PICTURE, speedPicture(sections.flatMap(({ rows }) => rows.filter(isRatio).map(bar))));
  process.stdout.write(`\nWritten: ${PAGE}, ${PICTURE}, ${HISTORY}\n`);
}

const isRatio = ({ unit }) => unit === '×';

/** A ratio as how many times as fast, or as small, gradlab is. */
function bar({ what, value, isShare, target }) {
  const speed = (ratio) => (isShare ? 1 / ratio : ratio);
  const aim = target && speed(target.atLeast ?? target.atMost);
  return { label: what, speed: speed(value), ...(aim ? { target: aim } : {}) };
}

const shown = ({ value, unit }) => `${value.toFixed(unit === '×' || unit === 's' ? 2 : 0)} ${unit}`;
const targetText = ({ target }) =>
  'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
const isMet = ({ value, target }) => ('atLeast' in target ? value >= target.atLeast : value <= target.atMost);
const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

function page(history) {
  const tables = sections.map(({ title, rows, skipped }) =>
    [
      `## ${title}`,
      '',
      ...(rows.length
        ? [
            row('what', 'measured', 'target', 'detail'),
            row('---', '---', '---', '---'),
            ...rows.map((one) =>
              row(
                one.what,
                shown(one),
                one.target ? `${targetText(one)}${isMet(one) ? '' : ' — missed'}` : '',
                one.detail ?? '',
              ),
            ),
            '',
          ]
        : []),
      ...skipped.flatMap((text) => [text, '']),
    ].join('\n'),
  );
  const runs = history.slice(-SHOWN_RUNS);
  const ratios = [
    ...new Set(runs.flatMap(({ values }) => Object.keys(values).filter((what) => values[what].unit === '×'))),
  ];
  const cell = ({ values }, what) => (values[what] ? values[what].value.toFixed(2) : '');
  return [
    '# Benchmarks',
    '',
    `\`npm run bench\` has written this page: ${machine}, ${history.at(-1).date}. Both sides of a ratio are measured in turns within the`,
    'run, so that they meet the same machine; where several rounds were made, it is the median. What the ratios say, and what limits them, is',
    'told in [ARCHITECTURE.md](../ARCHITECTURE.md#where-the-time-goes).',
    '',
    '![Bars: how many times as fast gradlab is as what it is compared with, and the targets](pictures/benchmarks.svg)',
    '',
    ...tables,
    '## Earlier runs',
    '',
    'Ratios only: seconds of different machines say little.',
    '',
    row('', ...runs.map(({ date }) => date)),
    row('---', ...runs.map(() => '---')),
    ...ratios.map((what) => row(what, ...runs.map((run) => cell(run, what)))),
    '',
    ...runs.map(({ date, machine: on }) => `- ${date}: ${on}`),
    '',
  ].join('\n');
}
