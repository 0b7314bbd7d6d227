/** A submission between two stages of its grading. */
export interface Staged {
  /** Of what it is graded as: only there references matter. */
  readonly exercise: object;
  /** None before the first stage. */
  readonly grading?: {
    /** Of how many tasks its marks stand. */
    readonly tasksDecided: number;
    /** Of how many tasks the reference may stand in the processes of its next stage. */
    readonly tasksDisclosed: number;
  };
}

/** Who is next, in a class that is graded stage by stage.
 *
 * No reference is put beside anybody's code while somebody's mark for the task is still open: processes of one machine can leave
 * notes to later ones, in what is cached of files for instance. So all submissions run as they were handed in first. What ran
 * out of time though it did little has its stage again, when no other runs. */
export class StageOrder<Submission extends Staged> {
  #waiting: Submission[];
  readonly #running = new Set<Submission>();
  readonly #again: Submission[] = [];
  #isExclusive = false;
  #sleepers: (() => void)[] = [];

  constructor(submissions: readonly Submission[]) {
    this.#waiting = [...submissions];
  }

  /** Waits until one can go on; nothing when all have come to their end. */
  async take(): Promise<{ submission: Submission; isAlone: boolean } | undefined> {
    for (;;) {
      const submission = this.#isExclusive ? undefined : this.#ready();
      if (submission) {
        this.#waiting.splice(this.#waiting.indexOf(submission), 1);
        this.#running.add(submission);
        return { submission, isAlone: false };
      }
      if (this.#running.size === 0) {
        const last = this.#again.shift();
        if (!last) {
          if (this.#waiting.length) throw new Error('submissions that wait for each other');
          return undefined;
        }
        this.#isExclusive = true;
        this.#running.add(last);
        return { submission: last, isAlone: true };
      }
      await new Promise<void>((resolve) => this.#sleepers.push(resolve));
    }
  }

  /** After a stage.
   * @param rest What is left of it: its next stage, the same stage when no other runs, or nothing. */
  giveBack(submission: Submission, rest: { next: Submission } | { again: Submission } | 'nothing'): void {
    this.#running.delete(submission);
    this.#isExclusive = false;
    if (rest !== 'nothing') {
      if ('again' in rest) this.#again.push(rest.again);
      else this.#waiting.push(rest.next);
    }
    for (const wake of this.#sleepers.splice(0)) wake();
  }

  /** The first that need not wait for another. */
  #ready(): Submission | undefined {
    /** Of how many tasks the marks stand for all, by exercise. */
    const decided = new Map<object, number>();
    for (const { exercise, grading } of [...this.#waiting, ...this.#running, ...this.#again])
      decided.set(exercise, Math.min(decided.get(exercise) ?? Infinity, grading?.tasksDecided ?? 0));
    return this.#waiting.find(
      ({ exercise, grading }) => (grading?.tasksDisclosed ?? 0) <= decided.get(exercise)!,
    );
  }
}
