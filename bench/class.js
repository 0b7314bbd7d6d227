// Grades a class of exercise 1.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { handedIn, slug } from './class-answers.js';
import { runTimed } from './run-timed.js';

/** Writes notebooks into a folder per student. */
export function writeClass(folder, notebooks) {
  notebooks.forEach((notebook, at) => {
    const student = path.join(folder, `student-${String(at).padStart(4, '0')}`);
    mkdirSync(student, { recursive: true });
    writeFileSync(path.join(student, `${slug}.ipynb`), notebook);
  });
}

/** Grades a class with two jobs, from start to report.
 * @returns {Promise<{ perMinute: number, cpuSeconds: number, peakMiB: number, scores: number[] }>} Submissions per minute, seconds of CPU for
 * each, the grading process's memory, and what they got. */
async function timeClass(students, out, isolation) {
  const args = ['grade', students, '--out', out, '--format', 'json', '-j', '2', '--stable', '--exit-zero'];
  const level = ['--isolation', isolation];
  const used = await runTimed(process.execPath, ['bin/gradlab.js', ...args, ...level]);
  const results = JSON.parse(readFileSync(path.join(out, 'results.json'), 'utf8'));
  return {
    perMinute: (60 * results.length) / used.seconds,
    cpuSeconds: used.cpuSeconds / results.length,
    peakMiB: used.peakMiB,
    scores: results.map(({ score }) => score),
  };
}

/** @param sizes How many submissions each class has. */
export async function benchClass(sizes, levels) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    const found = [];
    for (const size of sizes) {
      const place = path.join(folder, String(size));
      const students = path.join(place, 'class');
      writeClass(students, handedIn(size));
      for (const level of levels)
        found.push({ size, level, ...(await timeClass(students, path.join(place, level), level)) });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
