// A class of exercise 1 as classes are: 60 % right, 25 % one task wrong, 10 % untouched, 5 % that do not compile. Linux.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const slug = '01-learning-rate-finder';
const wrong = ['lr-factor=exponent-steps-minus-one', 'compile=adam', 'best-lr=largest-loss'];

/** @param size Submissions.
 * @returns {string} A folder with a folder per student. */
function makeClass(folder, size) {
  const fill = (name, ...args) => {
    const file = path.join(folder, `${name}.ipynb`);
    execFileSync(process.execPath, ['bin/gradlab.js', 'fill', slug, '-o', file, ...args], {
      stdio: 'ignore',
    });
    return readFileSync(file, 'utf8');
  };
  const right = fill('right', '--from', 'solution');
  const untouched = fill('untouched');
  const mistakes = wrong
    .map((answer) => answer.split('='))
    .map(([task, name]) =>
      fill(name, '--from', 'solution', '--task', `${task}=graders/${slug}/wrong/${name}.ts`),
    );
  const broken = right.replace(
    'class LearningRateFinder',
    'const typo: number = \\"text\\";\\nclass LearningRateFinder',
  );
  const kinds = [
    ...Array(12).fill(right),
    ...Array.from({ length: 5 }, (_, at) => mistakes[at % mistakes.length]),
    untouched,
    untouched,
    broken,
  ];
  const students = path.join(folder, 'class');
  for (let at = 0; at < size; at++) {
    const student = path.join(students, `student-${String(at).padStart(4, '0')}`);
    mkdirSync(student, { recursive: true });
    writeFileSync(path.join(student, `${slug}.ipynb`), signed(kinds[(at * 7) % kinds.length], at));
  }
  return students;
}

/** The same submission in a text of its own, as those of different students are: nothing of it has been compiled before. */
function signed(submission, student) {
  const notebook = JSON.parse(submission);
  for (const cell of notebook.cells.filter(({ cell_type }) => cell_type === 'code')) {
    const source = [cell.source].flat().join('');
    if (source.includes('STUDENT TASK')) cell.source = `${source}\n// student ${student}`;
  }
  return JSON.stringify(notebook);
}

/** Grades a class with two jobs.
 * @returns {Promise<{ perMinute: number, peakMiB: number, scores: string }>} Submissions per minute from start to report, the grading
 * process's memory, and what they got. */
async function timeClass(students, out, isolation) {
  const started = performance.now();
  const args = ['grade', students, '--out', out, '--format', 'json', '-j', '2', '--stable', '--exit-zero'];
  const child = spawn(process.execPath, ['bin/gradlab.js', ...args, '--isolation', isolation], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  let peakMiB = 0;
  const watch = setInterval(() => {
    try {
      const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      peakMiB = Math.max(peakMiB, Number(kib ?? 0) / 1024);
    } catch {
      // It has just ended, or this is not Linux.
    }
  }, 200);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  const minutes = (performance.now() - started) / 60_000;
  const results = JSON.parse(readFileSync(path.join(out, 'results.json'), 'utf8'));
  const scores = results.map(({ score }) => score).join();
  return { perMinute: results.length / minutes, peakMiB, scores };
}

/** @param sizes How many submissions each class has. */
export async function benchClass(sizes, levels) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-bench-'));
  try {
    const found = [];
    for (const size of sizes) {
      const place = path.join(folder, String(size));
      const students = makeClass(place, size);
      for (const level of levels)
        found.push({ size, level, ...(await timeClass(students, path.join(place, level), level)) });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
