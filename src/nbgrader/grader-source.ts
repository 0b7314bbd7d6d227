import { asComment } from './as-comment.js';
import { linesOf } from './marked-lines.js';
import type { PlannedTask } from './plan-exercise.js';

/** The text of grader.ts: a row for each cell of tests, marked by hand until somebody has written the check, with the tests above it
 * in comments. Only graders have this file, so what nbgrader hides may stand there. */
export function graderSource(tasks: readonly PlannedTask[]): string {
  const rows = tasks.flatMap(({ checks }) =>
    checks.flatMap(({ id, points, title, guide, tests }) => [
      ...(tests ? commented(tests.pieces) : []),
      `  byHand(${[id, points, title, guide || (tests ? TO_WRITE : NO_GUIDE)].map((part) => JSON.stringify(part)).join(', ')}),`,
    ]),
  );
  return `import { byHand, defineGrader } from 'gradlab/grading';

// prettier-ignore
export default defineGrader({ checks: [
  //     id, points, title the student reads, how to mark it
${rows.join('\n')}
] });
`;
}

const TO_WRITE = 'By the tests that stand above this row in grader.ts, until a check() takes its place.';
const NO_GUIDE = 'nbgrader has no marking guide: say here what a full answer has.';

function commented(pieces: Parameters<typeof linesOf>[0]): string[] {
  const hidden = linesOf(pieces, true);
  const lines = [
    ...linesOf(pieces, false),
    ...(hidden.length ? ['Hidden from students, as a check with { ...hidden }:', ...hidden] : []),
  ];
  return asComment(lines).map((line) => `  ${line}`);
}
