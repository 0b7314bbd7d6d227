import { identifyExercise, NotebookFormatError, type Cell, type Notebook } from '../../notebook/index.js';
import { Session, workplaceFor, type CellOutcome } from '../../session/index.js';
import { GRADING_ENV } from '../run/grading-env.js';
import { RESULT_SCHEMA_VERSION, sumPoints, type CheckResult, type SubmissionResult } from '../result.js';
import { findChecksFile, readPublicChecks } from './find-checks.js';
import { makePublicCheck, type PublicChecks } from './public-checks.js';

interface Places {
  /** Of the notebook: its checks and packages are found from here. */
  folder: string;
  /** Working directory of the cells. */
  working: string;
}

/** Grades a notebook with the public checks alone, as a student's project has them: no reference, nothing hidden.
 *
 * Cells run in order, whatever fails; those tagged `experiment` are left out. After a cell or a check that does not end
 * the rest goes on in a fresh session, once.
 * @throws {NotebookFormatError} If it is not a notebook of an exercise with checks nearby. */
export async function gradePublicChecks(
  notebook: Notebook,
  submission: string,
  places: Places,
): Promise<SubmissionResult> {
  const slug = identifyExercise(notebook) ?? submission;
  if (findChecksFile(slug, places.folder) === undefined) {
    throw new NotebookFormatError(
      'other-exercise',
      `There are no checks for "${slug}": checks/${slug}.json belongs beside the notebook`,
    );
  }
  const checks = readPublicChecks(slug, places.folder);
  const lines = new Map(notebook.cells.map(({ id, source }) => [id ?? '', source.split('\n').length]));
  const run = new PublicRun(notebook, checks, places);
  const results: CheckResult[] = [];
  try {
    for (const check of checks.checks) {
      const task = checks.tasks.find(({ id }) => id === check.task)!;
      const verdict = await makePublicCheck(checks, check, {
        probe: async (code, name, input) =>
          (await run.session()).probe(code, name, input, checks.limits.probeTimeoutMs),
        cell: () => run.outcome(task.cell),
        linesOf: (cell) => lines.get(cell) ?? 0,
      });
      const passed = verdict.status === 'pass';
      const { id, task: taskId, title, points } = check;
      const { status, message, series } = verdict;
      const hint = passed || status === 'notAttempted' || verdict.wholeCell ? '' : check.hint;
      results.push({
        id,
        task: taskId,
        title,
        visibility: 'public',
        status,
        score: passed ? points : 0,
        maxScore: points,
        message,
        hint,
        run: 'own',
        ...(series ? { series } : {}),
      });
    }
  } finally {
    await run.close();
  }
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    exercise: slug,
    title: checks.title,
    submission,
    status: 'graded',
    score: sumPoints(results.map(({ score }) => score)),
    maxScore: sumPoints(results.map(({ maxScore }) => maxScore)),
    pendingScore: 0,
    isolation: 'process',
    seed: 0,
    checks: results,
    restored: [],
  };
}

const MOST_SESSIONS = 4;

/** The notebook's cells in a session; a new one when it has died, without the cell that ended it. */
class PublicRun {
  readonly #cells: Cell[];
  readonly #checks: PublicChecks;
  readonly #places: Places;
  readonly #outcomes = new Map<string, CellOutcome>();
  #session: Session | undefined;
  #started = 0;

  constructor({ cells }: Notebook, checks: PublicChecks, places: Places) {
    const withTasks = new Set<string | undefined>(checks.tasks.map(({ cell }) => cell));
    // An experiment that holds a task is made ready for probes.
    this.#cells = cells.filter(
      (cell) => cell.kind === 'code' && (!isExperiment(cell) || withTasks.has(cell.id)),
    );
    this.#checks = checks;
    this.#places = places;
  }

  outcome(cell: string): CellOutcome | undefined {
    return this.#outcomes.get(cell);
  }

  async session(): Promise<Session> {
    while ((!this.#session || this.#session.death) && this.#started < MOST_SESSIONS) {
      await this.close();
      this.#started++;
      const { folder, working } = this.#places;
      const { cellTimeoutMs, memoryMiB, maxOutputBytes } = this.#checks.limits;
      this.#session = await Session.start({
        workplace: workplaceFor(folder, { root: folder }),
        cwd: working,
        role: 'grading',
        env: GRADING_ENV,
        limits: { cellTimeoutMs, memoryMiB, maxOutputBytes },
      });
      for (const [at, cell] of this.#cells.entries()) {
        const { id = `cell-${at + 1}`, source } = cell;
        const known = this.#outcomes.get(id);
        if (known?.status === 'timeout' || known?.status === 'crashed') continue;
        const outcome = isExperiment(cell)
          ? await this.#session.prepare(id, source)
          : await this.#session.execute(id, source);
        this.#outcomes.set(id, outcome);
      }
    }
    return this.#session!;
  }

  async close(): Promise<void> {
    await this.#session?.close();
  }
}

const isExperiment = ({ metadata }: Cell) =>
  Array.isArray(metadata.tags) && metadata.tags.includes('experiment');
