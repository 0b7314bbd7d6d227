import { inspect } from 'node:util';
import { display } from '../../lab/display.js';
import { nearestName } from '../../lab/nearest-name.js';
import type { ErrorReport } from '../../session/wire/messages.js';
import type { ProbeOutcome } from '../../session/session.js';
import type { Verdict } from '../judge/verdict.js';
import { checkReport, type CheckedTask } from './check-report.js';
import { notebookHost, type NotebookHost } from './notebook-host.js';
import { readPublicChecks } from './find-checks.js';
import { makePublicCheck, type PublicChecks } from './public-checks.js';

/** Checks one task, or all, with the grader's public checks, and shows what is right and what is not yet.
 *
 * The same checks and words as in grading; the grader makes hidden ones besides.
 * @param task Its id, e.g. `'lr-factor'`; all tasks if left out.
 * @param notebook Only on the stock tslab kernel: `exports`.
 * @returns When the result has been shown. It is never an exception that an answer is wrong.
 * @throws {RangeError} If there is no such task; names the nearest.
 * @example Usage
 * ```ts
 * const { check } = exercise('01-learning-rate-finder');
 * await check('lr-factor');
 * ``` */
export type CheckFunction = (task?: string, notebook?: object) => Promise<void>;

/** Connects a notebook with the checks of its exercise.
 * @param slug The exercise's id, e.g. `'01-learning-rate-finder'`.
 * @throws {Error} If its checks are not found beside the notebook. */
export function exercise(slug: string): { check: CheckFunction } {
  const host = notebookHost();
  if (host?.role === 'grading') return { check: async () => {} };
  return {
    check: (task, notebook) => {
      const running = checkTasks(readPublicChecks(slug, process.cwd()), task, notebookHost(notebook));
      const call = `check(${task === undefined ? '' : `'${task}'`})`;
      return Object.assign(running, {
        [inspect.custom]: () => `${call} is under way: write await ${call}, so that the cell waits for it`,
      });
    },
  };
}

async function checkTasks(
  checks: PublicChecks,
  task: string | undefined,
  host: NotebookHost | undefined,
): Promise<void> {
  const ids = checks.tasks.map(({ id }) => id);
  if (task !== undefined && !ids.includes(task)) {
    const near = nearestName(task, ids);
    throw new RangeError(
      `There is no task "${task}"${near === undefined ? '' : `, did you mean "${near}"?`} The tasks are ${ids.join(', ')}`,
    );
  }
  if (!host) {
    // No error: the notebook runs on.
    const call = `check(${task === undefined ? 'undefined' : `'${task}'`}, exports)`;
    display({
      'text/plain': `Not checked: this kernel keeps the names of your notebook to itself. Use the gradlab kernel, or write ${call}`,
    });
    return;
  }
  const checked: CheckedTask[] = [];
  for (const { id, title } of checks.tasks.filter(
    (candidate) => task === undefined || candidate.id === task,
  )) {
    const results = [];
    for (const check of checks.checks.filter((candidate) => candidate.task === id)) {
      const verdict = await makePublicCheck(checks, check, {
        probe: (code, name, input) => probe(host, code, name, input),
        linesOf: () => Infinity,
      });
      results.push({ ...verdict, ...ofOtherTask(verdict, id), title: check.title, hint: check.hint });
    }
    checked.push({ id, title, results });
  }
  display(checkReport(checked));
}

/** Where the check has met a place of another task that is not filled. */
const ofOtherTask = ({ status, message }: Verdict, id: string): Partial<Verdict> =>
  status === 'notAttempted' && !message.includes(`"${id}"`) ? { status: 'notRun', wholeCell: true } : {};

async function probe(host: NotebookHost, code: string, name: string, input: unknown): Promise<ProbeOutcome> {
  try {
    return { status: 'returned', value: await host.probe(code, name, input) };
  } catch (thrown) {
    return { status: 'error', error: host.reportError(thrown) satisfies ErrorReport };
  }
}

/** Stands where a student's code is to go; what needs it stops with a message instead of going wrong.
 * @param task The task that is not filled yet.
 * @throws {NotFilledError} Always. */
export function todo<T>(task: string): T {
  throw new NotFilledError(task);
}

/** A place that the student has not filled yet. */
class NotFilledError extends Error {
  override name = 'NotFilledError';

  constructor(task: string) {
    super(`The task "${task}" is not filled yet`);
  }
}
