// npm run demo: makes a small class of submissions of exercise 1, grades it, and shows the result.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRunNode, prepare, root } from './prepare.js';

const slug = '01-learning-rate-finder';
const answers = path.join('graders', slug);
const demo = '.demo';
const submissions = path.join(demo, 'submissions');

await prepare();
rmSync(demo, { recursive: true, force: true });
mkdirSync(submissions, { recursive: true });

const endless = path.join(demo, 'endless.ts');
writeFileSync(
  endless,
  'let minLossIdx = 0;\nwhile (losses[minLossIdx] > -1) minLossIdx %= losses.length;\nconst bestLr = learningRates[minLossIdx];\n',
);

function submission(student, from, ...tasks) {
  const notebook = path.join(submissions, student, `${slug}.ipynb`);
  const args = tasks.flatMap(([task, file]) => ['--task', `${task}=${file}`]);
  mustRunNode('bin/gradlab.js', ['fill', slug, '-o', notebook, '--from', from, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

submission('Ada right', 'solution');
submission('Ben another way', 'solution', ['best-lr', `${answers}/right/best-lr-loop.ts`]);
submission('Cleo one mistake', 'solution', ['lr-factor', `${answers}/wrong/exponent-steps-minus-one.ts`]);
submission('Dag half way', 'starter', ['lr-factor', `${answers}/right/lr-factor-exp-log.ts`]);
submission('Eve untouched', 'starter');
submission('Finn endless', 'solution', ['best-lr', endless]);
mkdirSync(path.join(submissions, 'Gro broken file'));
writeFileSync(path.join(submissions, 'Gro broken file', `${slug}.ipynb`), '{"cells": [ {"cell_type": "code"');
const wrong = JSON.parse(readFileSync(path.join(submissions, 'Ada right', `${slug}.ipynb`), 'utf8'));
wrong.cells.find(({ id }) => id === 'finder').source.push('\nconst typo: number = "text";\n');
mkdirSync(path.join(submissions, 'Hal does not compile'));
writeFileSync(path.join(submissions, 'Hal does not compile', `${slug}.ipynb`), JSON.stringify(wrong));

// The submissions are our own: they need no box, but show what one does where there is one.
const { bubblewrapProblem } = await import('../dist/session/index.js');
const isolation = (await bubblewrapProblem()) ? 'process' : 'bubblewrap';
const grading = `grade ${submissions} --out ${path.join(demo, 'marks')} -j 2 --isolation ${isolation}`;
process.stderr.write(`\n$ gradlab ${grading}\n`);
const graded = spawnSync(process.execPath, ['bin/gradlab.js', ...grading.split(' '), '--exit-zero'], {
  stdio: 'inherit',
});
if (graded.status !== 0) process.exit(graded.status ?? 1);
process.stdout.write(
  `\nThe report, with every check and message: ${path.join(root, demo, 'marks', 'report.html')}\n`,
);
