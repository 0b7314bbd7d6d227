import { resolve } from '../compare/expectation.js';
import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import type { PublicCheck, PublicChecks } from '../self-check/public-checks.js';

/** The public checks of an exercise, as they are shipped: no hidden check, no input from a seed, no grader. */
export function publicChecksOf({
  slug,
  settings,
  grader,
  document,
  probeCode,
  reference,
}: Exercise): PublicChecks {
  const checks = grader.checks.filter(
    (check): check is AutomaticCheck => check.kind === 'automatic' && check.visibility === 'public',
  );
  const cellOf = (task: string) => document.cells.find(({ tasks }) => tasks.includes(task))!.id;
  return {
    exercise: slug,
    title: settings.title,
    version: settings.version,
    tasks: settings.tasks.map(({ id, title }) => ({ id, title, cell: cellOf(id) })),
    limits: settings.limits,
    probes: probeCode.public,
    checks: checks.map((check): PublicCheck => {
      const input = check.observed.input.fixed;
      return {
        id: check.id,
        task: taskOf(check),
        title: check.title,
        points: check.points,
        hint: check.hint,
        probe: check.observed.name,
        input,
        call: check.observed.describe(input),
        expected: resolve(check.expected, { input, reference: reference.get(check.id) }),
      };
    }),
  };
}
