// Grades a class with nbgrader: one process, as it works, or two side by side, each with half of the class.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasKeras, kerasPython } from '../keras/run.js';
import { runTimed } from '../run-timed.js';

/** nbgrader calls other programs of its environment by name. */
const env = { ...process.env, PATH: `${path.dirname(kerasPython)}${path.delimiter}${process.env.PATH}` };

const program = fileURLToPath(new URL('make_course.py', import.meta.url));

export const hasNbgrader = hasKeras && spawnSync(kerasPython, ['-c', 'import nbgrader']).status === 0;

/** @param size Submissions.
 * @param processes How many grade side by side.
 * @returns {Promise<{ perMinute: number, cpuSeconds: number, scores: number[] }>} Seconds of CPU for each. */
export async function timeNbgrader(size, processes) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-nbgrader-'));
  try {
    const courses = Array.from({ length: processes }, (_, at) => path.join(folder, String(at)));
    const share = Math.ceil(size / processes);
    courses.forEach((course, at) =>
      execFileSync(
        kerasPython,
        [program, course, String(at * share), String(Math.min(share, size - at * share))],
        { env },
      ),
    );
    const used = await Promise.all(courses.map(autograde));
    return {
      perMinute: (60 * size) / Math.max(...used.map(({ seconds }) => seconds)),
      cpuSeconds: used.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / size,
      scores: courses.flatMap(scoresOf),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A submission that does not run makes it end with 1: the others are graded all the same. */
const autograde = (cwd) => runTimed(kerasPython, ['-m', 'nbgrader', 'autograde', 'ps1'], { cwd, env });

/** By student, as it exports them. */
function scoresOf(course) {
  execFileSync(kerasPython, ['-m', 'nbgrader', 'export'], { cwd: course, stdio: 'ignore', env });
  const code =
    "import csv, json; print(json.dumps([float(row['score']) for row in csv.DictReader(open('grades.csv'))]))";
  return JSON.parse(execFileSync(kerasPython, ['-c', code], { cwd: course, encoding: 'utf8' }));
}
