// CPU seconds of grading exercise 1: one cold submission, and each further right one of a class.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { handedIn } from './class-answers.js';
import { writeClass } from './class.js';
import { runTimed } from './run-timed.js';

const CLASS = 11;

async function cpuOf(args, switches = {}) {
  const options = { env: { ...process.env, ...switches } };
  return (await runTimed(process.execPath, ['bin/gradlab.js', ...args], options)).cpuSeconds;
}

/** @returns Seconds, per round. */
export async function benchGrading(rounds) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    const one = path.join(folder, 'one.ipynb');
    const many = path.join(folder, 'class');
    const notebooks = handedIn(CLASS, ['right']);
    writeFileSync(one, notebooks[0]);
    writeClass(many, notebooks);
    const out = path.join(folder, 'out');
    const found = { cold: [], plain: [], further: [], help: [], phases: undefined };
    for (let round = 0; round < rounds; round++) {
      const cold = await cpuOf(['grade', one, '--isolation', 'process']);
      const whole = await cpuOf(['grade', many, '--isolation', 'process', '-j', '1', '--out', out]);
      found.cold.push(cold);
      found.plain.push(await cpuOf(['grade', one, '--isolation', 'process'], { GRADLAB_IMAGES: 'off' }));
      found.further.push((whole - cold) / (CLASS - 1));
      found.help.push(await cpuOf(['--help']));
    }
    found.phases = JSON.parse(readFileSync(path.join(out, 'results.json'), 'utf8')).map(
      ({ seconds }) => seconds,
    );
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
