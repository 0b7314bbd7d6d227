import { GraderError } from '../grading/grader-error.js';
import { nearestName } from '../lab/nearest-name.js';
import { bubblewrapProblem, ISOLATION_LEVELS, type IsolationLevel } from '../session/index.js';
import { choice } from './options.js';

/** The level that is asked for. One that is no security boundary comes with a warning.
 * @throws {GraderError} If this machine cannot isolate so: never a weaker level in silence. */
export async function isolationLevel(asked: string): Promise<IsolationLevel> {
  const level = choice('--isolation', asked, ISOLATION_LEVELS, nearestName);
  const warning = WARNINGS[level];
  if (warning !== undefined) process.stderr.write(`Isolation "${level}": ${warning}\n`);
  if (level !== 'bubblewrap') return level;
  const problem = await bubblewrapProblem();
  if (!problem) return level;
  throw new GraderError(
    'cannot-isolate',
    `submissions cannot be isolated here: ${problem.reason}\n${problem.advice}\nTo grade only what you trust: --isolation process`,
  );
}

const WARNINGS: Partial<Record<IsolationLevel, string>> = {
  node: 'submissions run as you, with your network; they cannot read your files by mistake, and can on purpose. Grade only what you trust',
  process: 'submissions run as you, with your files and network. Grade only what you trust',
};
