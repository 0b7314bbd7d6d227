// CPU seconds of grading exercise 1: one cold submission, and each further right one of a class. Linux and macOS.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const slug = '01-learning-rate-finder';
const CLASS = 11;

/** CPU seconds of a command with all the processes that it has waited for, from the shell's own accounting. */
function cpuSeconds(args) {
  const script = '"$@" >/dev/null 2>&1; times';
  const out = execFileSync('sh', ['-c', script, 'sh', process.execPath, ...args], { encoding: 'utf8' });
  const children = out.trim().split('\n').at(-1);
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/** @returns Seconds, per round. */
export function benchGrading(rounds) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    const one = path.join(folder, 'one.ipynb');
    execFileSync(process.execPath, ['bin/gradlab.js', 'fill', slug, '-o', one, '--from', 'solution']);
    const many = path.join(folder, 'class');
    mkdirSync(many);
    for (let i = 0; i < CLASS; i++) copyFileSync(one, path.join(many, `student-${i}.ipynb`));
    const out = path.join(folder, 'out');
    const found = { cold: [], further: [], help: [], phases: undefined };
    for (let round = 0; round < rounds; round++) {
      const cold = cpuSeconds(['bin/gradlab.js', 'grade', one, '--isolation', 'process']);
      const whole = cpuSeconds([
        'bin/gradlab.js',
        'grade',
        many,
        '--isolation',
        'process',
        '-j',
        '1',
        '--out',
        out,
      ]);
      found.cold.push(cold);
      found.further.push((whole - cold) / (CLASS - 1));
      found.help.push(cpuSeconds(['bin/gradlab.js', '--help']));
    }
    found.phases = JSON.parse(readFileSync(path.join(out, 'results.json'), 'utf8')).map(
      ({ seconds }) => seconds,
    );
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
