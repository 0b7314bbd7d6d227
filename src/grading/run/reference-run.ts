import type { CompilerProcess } from '../../session/index.js';
import { taskOf, type AutomaticCheck } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { GraderError } from '../grader-error.js';
import { solutionCells } from '../plan/solution-cells.js';
import type { GradingSettings } from '../settings.js';
import { ArrangementRun, SubmissionBudget } from './arrangement-run.js';
import { startGradingSession } from './grading-session.js';

/** What the solution returns to a call, run like a submission but in a process of its own. Kept for the life of the
 * grading process: a class needs each once. */
export class ReferenceRun {
  readonly #exercise: Exercise;
  readonly #known = new Map<string, Promise<unknown>>();
  #run: ArrangementRun | undefined;
  /** Of the caller who waits: it compiles nothing else meanwhile. */
  #compiler: CompilerProcess | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(exercise: Exercise) {
    this.#exercise = exercise;
  }

  /** @throws {GraderError} If the solution does not answer. */
  output(
    check: AutomaticCheck,
    input: unknown,
    settings: Pick<GradingSettings, 'compiler' | 'seed'>,
  ): Promise<unknown> {
    const key = `${check.id}\0${JSON.stringify(input)}`;
    let output = this.#known.get(key);
    if (!output) {
      output = this.#queue = this.#queue.then(() => this.#compute(check, input, settings));
      this.#known.set(key, output);
    }
    return output;
  }

  async close(): Promise<void> {
    await this.#run?.close();
  }

  async #compute(
    check: AutomaticCheck,
    input: unknown,
    { compiler, seed }: Pick<GradingSettings, 'compiler' | 'seed'>,
  ): Promise<unknown> {
    this.#compiler = compiler;
    if (!this.#run) {
      this.#run = new ArrangementRun(await solutionCells(this.#exercise.document, compiler), {
        start: () => {
          const settings = { compiler: this.#compiler!, seed, isolation: 'process' } as const;
          return startGradingSession(this.#exercise, settings);
        },
        budget: new SubmissionBudget(Infinity),
        seconds: { restore: 0, compile: 0, start: 0, cells: 0, probes: 0 },
        probeCode: this.#exercise.probeCode,
        probeTimeoutMs: this.#exercise.settings.limits.probeTimeoutMs,
        cellTimeoutMs: this.#exercise.settings.limits.cellTimeoutMs,
        slowCells: new Set(),
        mostSessions: Infinity,
      });
    }
    const outcome = await this.#run.probe(taskOf(check), check.observed.module, check.observed.name, input);
    if (outcome.status === 'returned') return outcome.value;
    const reason =
      outcome.status === 'error' ? `${outcome.error.name}: ${outcome.error.message}` : outcome.reason;
    throw new GraderError(
      'reference-fails',
      `The solution does not answer the check "${check.id}": ${reason}`,
    );
  }
}
