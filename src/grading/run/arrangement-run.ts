import { serialize } from 'node:v8';
import type { CellOutcome, ProbeOutcome, Session } from '../../session/index.js';
import type { PlannedCell } from '../plan/submission-plan.js';
import type { Phase } from '../result.js';
import type { GradingSession } from './grading-session.js';

/** The time that one submission may use: ends one of endless loops, or of a thousand cells that sleep. */
export class SubmissionBudget {
  readonly #endMs: number;

  constructor(totalMs: number) {
    this.#endMs = performance.now() + totalMs;
  }

  get leftMs(): number {
    return Math.max(0, this.#endMs - performance.now());
  }
}

export interface RunSurroundings {
  start: () => Promise<GradingSession>;
  budget: SubmissionBudget;
  seconds: Record<Phase, number>;
  probeCode: { public: string; hidden: string };
  probeTimeoutMs: number;
  cellTimeoutMs: number;
  /** Cells that have run too long once, here or in another arrangement: they get less time. Added to. */
  slowCells: Set<string>;
  /** Of one arrangement: each that ends costs a new run of all cells. */
  mostSessions: number;
}

/** One arrangement of a submission (the student's own answers, or something else in some places), with the session
 * that runs it. A session that died is replaced when the next probe needs one; cells that ended it are left out. */
export class ArrangementRun {
  readonly #cells: PlannedCell[];
  readonly #surroundings: RunSurroundings;
  readonly #outcomes = new Map<string, CellOutcome>();
  readonly #deadly = new Set<string>();
  #running: GradingSession | undefined;
  /** What probes returned, by name and input. */
  readonly #returned = new Map<string, ProbeOutcome>();
  /** Tasks whose probes have run in the session. */
  readonly #probed = new Set<string>();
  /** How many sessions have ended while a task's code ran alone. */
  readonly #deaths = new Map<string, number>();
  #sessionsLeft: number;
  #foresees = true;

  constructor(cells: PlannedCell[], surroundings: RunSurroundings) {
    this.#cells = cells;
    this.#surroundings = surroundings;
    this.#sessionsLeft = surroundings.mostSessions;
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
      if (this.#deathsOf(task) >= MOST_DEATHS_OF_TASK) return { status: 'notRun', reason: OUT_OF_SESSIONS };
      const session = await this.#liveSession();
      if (!session) return { status: 'notRun', reason: OUT_OF_SESSIONS };
      const { probeCode, seconds, budget } = this.#surroundings;
      const started = performance.now();
      const outcome = await session.probe(probeCode[module], name, input, Math.min(timeoutMs, budget.leftMs));
      seconds.probes += secondsSince(started);
      const isAlone = [...this.#probed].every((other) => other === task);
      this.#probed.add(task);
      if (outcome.status === 'returned') this.#returned.set(call, outcome);
      if (isAlone && session.death) this.#deaths.set(task, this.#deathsOf(task) + 1);
      if (isAlone || !session.death) return outcome;
    }
  }

  #deathsOf(task: string): number {
    return this.#deaths.get(task) ?? 0;
  }

  async close(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }

  /** A session in which every cell has been run that can be; none when there have been too many, or the time is up. */
  async #liveSession(): Promise<Session | undefined> {
    while (!this.#running || this.#running.session.death) {
      await this.close();
      if (this.#surroundings.budget.leftMs === 0 || this.#sessionsLeft-- <= 0) return undefined;
      const started = performance.now();
      this.#running = await this.#surroundings.start();
      this.#surroundings.seconds.start += secondsSince(started);
      this.#probed.clear();
      await this.#runCells(this.#running.session);
    }
    return this.#running.session;
  }

  /** Compiles together what is going to run. Where that takes too long, each cell is compiled by itself, and the one that is to
   * blame is found. */
  async #foresee(session: Session): Promise<void> {
    if (!this.#foresees) return;
    const { seconds, budget } = this.#surroundings;
    const sources = this.#cells.filter(({ id }) => !this.#deadly.has(id)).map(({ source }) => source);
    const timeoutMs = Math.min(FORESIGHT_MS, budget.leftMs);
    const { seconds: took, ended } = await session.foresee(sources, timeoutMs);
    seconds.compile += took;
    this.#foresees = !ended;
  }

  async #runCells(session: Session): Promise<void> {
    const { seconds, budget, cellTimeoutMs, slowCells } = this.#surroundings;
    await this.#foresee(session);
    let addedMs = Math.min(ADDED_CELLS_MS, 4 * cellTimeoutMs);
    for (const [at, { id, source, added, heldBack }] of this.#cells.entries()) {
      if (this.#deadly.has(id)) continue;
      const leftMs = Math.min(budget.leftMs, added ? addedMs : Infinity);
      const ranOut = added && leftMs === addedMs;
      const patienceMs = slowCells.has(id) ? cellTimeoutMs / LESS_TIME : cellTimeoutMs;
      const outcome = heldBack
        ? await session.prepare(id, source)
        : await session.execute(id, source, Math.min(patienceMs, leftMs), { mostCompileMs: leftMs });
      seconds.compile += outcome.seconds.compile;
      seconds.cells += outcome.seconds.run;
      if (added) addedMs = Math.max(1, addedMs - 1000 * (outcome.seconds.compile + outcome.seconds.run));
      if (!this.#outcomes.has(id) || this.#outcomes.get(id)!.status === 'notRun')
        this.#outcomes.set(id, withoutValue(outcome));
      if (outcome.status === 'timeout' || outcome.status === 'crashed') {
        this.#deadly.add(id);
        if (outcome.status === 'timeout') slowCells.add(id);
        // Those that come after would run out of it, too, one session after another.
        if (ranOut) this.#cells.slice(at + 1).forEach((later) => later.added && this.#deadly.add(later.id));
        if (outcome.lost) return;
      }
    }
  }
}

/** What has run too long once gets this part of the time. */
export const LESS_TIME = 4;

/** A task whose code does not come back leaves the other tasks their sessions. */
const MOST_DEATHS_OF_TASK = 2;

/** Cells of the student's own, all together: they prepare something, they do not train. */
const ADDED_CELLS_MS = 10_000;

/** Nobody looks at what a cell shows, and it may be large. */
const withoutValue = (outcome: CellOutcome): CellOutcome =>
  outcome.status === 'ok' ? { status: 'ok', seconds: outcome.seconds } : outcome;

const FORESIGHT_MS = 15_000;

const OUT_OF_SESSIONS = 'too much of this submission ran too long or crashed before';

const secondsSince = (started: number) => (performance.now() - started) / 1000;
