// npm run bench: what gradlab costs, as ratios within one run. `--quick` does fewer rounds.
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { benchGrading } from './grading.js';

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
}
