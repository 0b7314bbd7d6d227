import { loadExercise } from '../grading/exercise/load-exercise.js';
import { closeReferenceRuns } from '../grading/run/reference-runs.js';
import { sumPoints } from '../grading/result.js';
import { verifyExercise, type Verification } from '../grading/verify/verify-exercise.js';
import { nearestName } from '../lab/nearest-name.js';
import { CompilerProcess, workplaceFor } from '../session/index.js';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT } from './exit-code.js';
import { choice, wholeNumber } from './options.js';

interface Options {
  graders?: string;
  seeds: string;
  quick?: boolean;
  format: string;
  jobs: string;
}

/** `gradlab verify`. */
export async function verify(slugs: string[], options: Options): Promise<number> {
  const format = choice('--format', options.format, ['text', 'json'] as const, nearestName);
  const seeds = Array.from({ length: wholeNumber('--seeds', options.seeds, 1) }, (_, at) => at + 1);
  const jobs = wholeNumber('--jobs', options.jobs, 1);
  const found: Verification[] = [];
  for (const folder of exerciseFolders(gradersFolder(options.graders), slugs)) {
    const exercise = loadExercise(folder);
    const compilers = Array.from({ length: jobs }, () => new CompilerProcess(workplaceFor(folder)));
    const settings = { isolation: 'process' as const, experiments: false };
    const onProgress = (what: string, done: number, of: number) =>
      process.stderr.write(`[${done}/${of}] ${what}\n`);
    try {
      found.push(
        await verifyExercise(exercise, {
          settings,
          seeds,
          quick: options.quick ?? false,
          compilers,
          onProgress,
        }),
      );
    } finally {
      for (const compiler of compilers) compiler.close();
      await closeReferenceRuns();
    }
  }
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : found.map(verificationText).join('\n'),
  );
  return found.every(({ ok }) => ok) ? EXIT.passed : EXIT.failed;
}

function verificationText(verification: Verification): string {
  const { exercise, starter, solution, right, wrong, blank, unproven, ok } = verification;
  const bad = [...right, ...wrong].filter((found) => !found.ok);
  const byHand = sumPoints([starter.maxScore, -solution.maxScore]);
  return [
    `${ok ? '✓' : '✗'} ${exercise}`,
    line(starter.ok, `starter: ${starter.score}/${starter.maxScore}`, starter.problem),
    line(
      solution.ok,
      `solution: ${solution.score}/${solution.maxScore}${byHand > 0 ? `, ${byHand} more by hand` : ''}`,
      solution.problem,
    ),
    share(right, 'right answers get all points'),
    share(wrong, 'wrong answers are caught by the check they name'),
    ...bad.map(({ file, problem }) => `      ${file}: ${problem}`),
    share(blank, 'tasks cost no other its points where they are left blank'),
    ...blank.filter((found) => !found.ok).map(({ task, problem }) => `      ${task}: ${problem}`),
    line(
      unproven.length === 0,
      unproven.length
        ? `checks that no wrong answer proves: ${unproven.join(', ')}`
        : 'every check catches a wrong answer',
    ),
    '',
  ].join('\n');
}

const share = (found: { ok: boolean }[], words: string) =>
  line(
    found.every(({ ok }) => ok),
    `${found.filter(({ ok }) => ok).length} of ${found.length} ${words}`,
  );

const line = (ok: boolean, text: string, problem?: string) =>
  `  ${ok ? '✓' : '✗'} ${text}${problem === undefined ? '' : `\n      ${problem}`}`;
