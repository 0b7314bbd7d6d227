import { ExerciseError, type ExerciseProblem } from '../../notebook/index.js';
import { taskOf, type Check, type GraderDefinition } from '../define/check.js';
import type { Probe } from '../define/probe.js';
import type { ExerciseSettings } from './exercise-schema.js';

interface Surroundings {
  settings: ExerciseSettings;
  probes: Record<'public' | 'hidden', Record<string, Probe>>;
  file: string;
}

/** Checks the table of an exercise's grader against its tasks and probes.
 * @throws {ExerciseError} With every problem. */
export function checkGrader(
  grader: GraderDefinition | undefined,
  { settings, probes, file }: Surroundings,
): asserts grader {
  const problem = (message: string): ExerciseProblem => ({ file, message });
  if (!grader || !Array.isArray(grader.checks)) {
    throw new ExerciseError([problem('Export the table: export default defineGrader({ checks: [ … ] })')]);
  }
  const problems: ExerciseProblem[] = [];
  const ids = new Set<string>();
  const tasks = new Set(settings.tasks.map(({ id }) => id));
  for (const check of grader.checks as Check[]) {
    if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(check.id))
      problems.push(
        problem(`The check id "${check.id}" must read <task>/<name>, in small letters, digits and hyphens`),
      );
    else if (!tasks.has(taskOf(check)))
      problems.push(problem(`The check "${check.id}" is about a task that exercise.json does not list`));
    if (ids.has(check.id)) problems.push(problem(`The check "${check.id}" stands twice in the table`));
    ids.add(check.id);
    if (!(check.points >= 0) || Math.abs(check.points * 100 - Math.round(check.points * 100)) > 1e-9) {
      problems.push(
        problem(`The points of "${check.id}" must be at least 0, in hundredths: ${check.points}`),
      );
    }
    if (check.kind === 'manual') continue;
    const { module, name } = check.observed;
    if (!probes[module][name])
      problems.push(
        problem(`The check "${check.id}" uses the ${module} probe "${name}", which does not exist`),
      );
    if (module === 'hidden' && check.visibility === 'public') {
      problems.push(
        problem(
          `The check "${check.id}" is public and uses a hidden probe: mark it \`hidden\` or move the probe to probes.ts`,
        ),
      );
    }
  }
  for (const { id } of settings.tasks) {
    if (!grader.checks.some((check) => taskOf(check) === id))
      problems.push(problem(`The task "${id}" has no check`));
  }
  if (problems.length) throw new ExerciseError(problems);
}
