import { diffResults, type CheckChange, type ResultChange } from '../gradebook/index.js';
import { nearestName } from '../lab/nearest-name.js';
import { plainText } from '../report/plain-text.js';
import { EXIT } from './exit-code.js';
import { choice } from './options.js';
import { readResults } from './read-results.js';

/** `gradlab diff`: whose marks moved between two gradings, by which check, and why. */
export async function diff(before: string, after: string, options: { format: string }): Promise<number> {
  const format = choice('--format', options.format, ['text', 'json'], nearestName);
  const changes = diffResults(readResults(before), readResults(after));
  process.stdout.write(format === 'json' ? `${JSON.stringify(changes, null, 2)}\n` : textOf(changes));
  return EXIT.passed;
}

function textOf(changes: ResultChange[]): string {
  if (changes.length === 0) return 'No marks have changed\n';
  const moved = changes.filter(({ before, after }) => before !== after);
  const head = `${changes.length} ${changes.length === 1 ? 'submission differs' : 'submissions differ'}, the points of ${moved.length}`;
  return `${[head, ...changes.map(changeText)].join('\n')}\n`;
}

function changeText({ submission, exercise, kind, before, after, checks }: ResultChange): string {
  const who = `${plainText(submission)}  ${plainText(exercise)}`;
  if (kind === 'added') return `${who}  new: ${after} points`;
  if (kind === 'removed') return `${who}  gone: had ${before} points`;
  return [
    `${who}  ${before === after ? `${after} as before` : `${before} → ${after}`}`,
    ...checks.map(checkText),
  ].join('\n');
}

function checkText({ check, before, after, note }: CheckChange): string {
  const side = (one: CheckChange['before']) =>
    one ? `${one.status} ${one.score}/${one.maxScore}` : 'not there';
  const why =
    after && after.status !== 'pass'
      ? after.message
      : before && before.status !== 'pass'
        ? `was: ${before.message}`
        : '';
  return [
    `  ${plainText(check)}: ${side(before)} → ${side(after)}`,
    ...(why ? [`    ${plainText(why)}`] : []),
    ...(note === undefined ? [] : [`    ${plainText(note)}: look at it again (gradlab mark)`]),
  ].join('\n');
}
