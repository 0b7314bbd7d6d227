import { Session, type CellOutcome, type ProbeOutcome } from '../../session/index.js';
import type { PlannedCell } from '../plan/submission-plan.js';
import type { Phase } from '../result.js';

/** How many sessions one submission may use: ends a submission of endless loops. */
export class SessionBudget {
  #left: number;

  constructor(sessions: number) {
    this.#left = sessions;
  }

  take(): boolean {
    return this.#left-- > 0;
  }
}

export interface RunSurroundings {
  start: () => Promise<Session>;
  budget: SessionBudget;
  seconds: Record<Phase, number>;
  probeCode: { public: string; hidden: string };
  probeTimeoutMs: number;
  cellTimeoutMs: number;
}

/** One arrangement of a submission (the student's own answers, or the reference in some places), with the session
 * that runs it. A session that died is replaced when the next probe needs one; cells that ended it are left out. */
export class ArrangementRun {
  readonly #cells: PlannedCell[];
  readonly #surroundings: RunSurroundings;
  readonly #outcomes = new Map<string, CellOutcome>();
  readonly #deadly = new Set<string>();
  #session: Session | undefined;
  /** Tasks whose probes have run in the session. */
  readonly #probed = new Set<string>();

  constructor(cells: PlannedCell[], surroundings: RunSurroundings) {
    this.#cells = cells;
    this.#surroundings = surroundings;
  }

  /** How a cell ended, the first time it ran. */
  outcome(cell: string): CellOutcome | undefined {
    return this.#outcomes.get(cell);
  }

  /** Runs the cells if that has not been done, then the probe. Where the process dies of it after probes of other tasks
   * have run there, one of those may be to blame: then once more in a fresh session.
   * @param task Whose check asks. */
  async probe(
    task: string,
    module: 'public' | 'hidden',
    name: string,
    input: unknown,
    timeoutMs = this.#surroundings.probeTimeoutMs,
  ): Promise<ProbeOutcome> {
    for (;;) {
      const session = await this.#liveSession();
      if (!session) return { status: 'notRun', reason: OUT_OF_SESSIONS };
      const { probeCode, seconds } = this.#surroundings;
      const started = performance.now();
      const outcome = await session.probe(probeCode[module], name, input, timeoutMs);
      seconds.probes += secondsSince(started);
      const isAlone = [...this.#probed].every((other) => other === task);
      this.#probed.add(task);
      if (isAlone || !session.death) return outcome;
    }
  }

  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
  }

  /** A session in which every cell has been run that can be; none when the budget is used up. */
  async #liveSession(): Promise<Session | undefined> {
    while (!this.#session || this.#session.death) {
      await this.close();
      if (!this.#surroundings.budget.take()) return undefined;
      const started = performance.now();
      this.#session = await this.#surroundings.start();
      this.#surroundings.seconds.start += secondsSince(started);
      this.#probed.clear();
      await this.#runCells(this.#session);
    }
    return this.#session;
  }

  async #runCells(session: Session): Promise<void> {
    const { seconds } = this.#surroundings;
    for (const { id, source, added, heldBack } of this.#cells) {
      if (this.#deadly.has(id)) continue;
      const { cellTimeoutMs } = this.#surroundings;
      const timeoutMs = added ? Math.min(ADDED_CELL_MS, cellTimeoutMs) : cellTimeoutMs;
      const outcome = heldBack
        ? await session.prepare(id, source)
        : await session.execute(id, source, timeoutMs);
      seconds.compile += outcome.seconds.compile;
      seconds.cells += outcome.seconds.run;
      if (!this.#outcomes.has(id) || this.#outcomes.get(id)!.status === 'notRun')
        this.#outcomes.set(id, outcome);
      if (outcome.status === 'timeout' || outcome.status === 'crashed') {
        this.#deadly.add(id);
        if (outcome.lost) return;
      }
    }
  }
}

/** Cells of the student's own prepare something; they do not train. */
const ADDED_CELL_MS = 10_000;

const OUT_OF_SESSIONS = 'too much of this submission ran too long or crashed before';

const secondsSince = (started: number) => (performance.now() - started) / 1000;
