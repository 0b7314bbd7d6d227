import { serialize } from 'node:v8';
import { Session, type CellOutcome, type ProbeOutcome } from '../../session/index.js';
import type { PlannedCell } from '../plan/submission-plan.js';
import type { Phase } from '../result.js';

/** What one submission may use: ends a submission of endless loops, or of a thousand cells that sleep. */
export class SubmissionBudget {
  #sessions: number;
  readonly #endMs: number;

  constructor(sessions: number, totalMs: number) {
    this.#sessions = sessions;
    this.#endMs = performance.now() + totalMs;
  }

  /** @returns False if there is no session left. */
  takeSession(): boolean {
    return this.leftMs > 0 && this.#sessions-- > 0;
  }

  get leftMs(): number {
    return Math.max(0, this.#endMs - performance.now());
  }
}

export interface RunSurroundings {
  start: () => Promise<Session>;
  budget: SubmissionBudget;
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
  /** What probes returned, by name and input. */
  readonly #returned = new Map<string, ProbeOutcome>();
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

  /** Runs the cells if that has not been done, then the probe, unless the same call has returned before. Where the process dies of it after probes of other tasks
   * have run there, one of those may be to blame: then once more in a fresh session.
   * @param task Whose check asks. */
  async probe(
    task: string,
    module: 'public' | 'hidden',
    name: string,
    input: unknown,
    timeoutMs = this.#surroundings.probeTimeoutMs,
  ): Promise<ProbeOutcome> {
    const call = `${module}/${name} ${serialize(input).toString('base64')}`;
    const known = this.#returned.get(call);
    if (known) return known;
    for (;;) {
      const session = await this.#liveSession();
      if (!session) return { status: 'notRun', reason: OUT_OF_SESSIONS };
      const { probeCode, seconds, budget } = this.#surroundings;
      const started = performance.now();
      const outcome = await session.probe(probeCode[module], name, input, Math.min(timeoutMs, budget.leftMs));
      seconds.probes += secondsSince(started);
      const isAlone = [...this.#probed].every((other) => other === task);
      this.#probed.add(task);
      if (outcome.status === 'returned') this.#returned.set(call, outcome);
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
      if (!this.#surroundings.budget.takeSession()) return undefined;
      const started = performance.now();
      this.#session = await this.#surroundings.start();
      this.#surroundings.seconds.start += secondsSince(started);
      this.#probed.clear();
      await this.#runCells(this.#session);
    }
    return this.#session;
  }

  async #runCells(session: Session): Promise<void> {
    const { seconds, budget, cellTimeoutMs } = this.#surroundings;
    let addedMs = Math.min(ADDED_CELLS_MS, 4 * cellTimeoutMs);
    for (const [at, { id, source, added, heldBack }] of this.#cells.entries()) {
      if (this.#deadly.has(id)) continue;
      const timeoutMs = Math.min(cellTimeoutMs, budget.leftMs, added ? addedMs : Infinity);
      const ranOut = added && timeoutMs === addedMs;
      const outcome = heldBack
        ? await session.prepare(id, source)
        : await session.execute(id, source, timeoutMs);
      seconds.compile += outcome.seconds.compile;
      seconds.cells += outcome.seconds.run;
      if (added) addedMs = Math.max(1, addedMs - 1000 * outcome.seconds.run);
      if (!this.#outcomes.has(id) || this.#outcomes.get(id)!.status === 'notRun')
        this.#outcomes.set(id, outcome);
      if (outcome.status === 'timeout' || outcome.status === 'crashed') {
        this.#deadly.add(id);
        // Those that come after would run out of it, too, one session after another.
        if (ranOut) this.#cells.slice(at + 1).forEach((later) => later.added && this.#deadly.add(later.id));
        if (outcome.lost) return;
      }
    }
  }
}

/** Cells of the student's own, all together: they prepare something, they do not train. */
const ADDED_CELLS_MS = 10_000;

const OUT_OF_SESSIONS = 'too much of this submission ran too long or crashed before';

const secondsSince = (started: number) => (performance.now() - started) / 1000;
