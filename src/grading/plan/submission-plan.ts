import {
  findAnswers,
  replaceAnswers,
  type DocumentCell,
  type ExerciseDocument,
  type RestoredCell,
} from '../../notebook/index.js';
import { compactCode } from './compact-code.js';
import { mentionedNames } from './mentioned-names.js';
import { UsedNames } from './used-names.js';

/** What is known about a task before anything runs. */
export interface PlannedTask {
  id: string;
  cell: string;
  /** The student's own cell that says it anew, where nothing was put in its place; else its cell. */
  answeredIn: string;
  attempted: boolean;
  /** What stands in its place; the whole cell where that cannot be told apart. */
  text: string;
  /** Tasks that are taken, run and replaced together with it, itself included: their cell's given lines were edited. */
  unit: readonly string[];
  /** Lines stand between the given ones of its cell that were not there: once the marks of all its tasks stand, the cell is replaced as a
   * whole, if at all. */
  isEdited: boolean;
}

/** A cell to run. */
export interface PlannedCell {
  id: string;
  source: string;
  /** The student's own. */
  added: boolean;
  /** An experiment with tasks: probes run it, with stand-ins for what takes long. */
  heldBack: boolean;
}

/** A submission, ready to be run in several arrangements. */
export interface SubmissionPlan {
  tasks: ReadonlyMap<string, PlannedTask>;
  /** Markdown answers by task. */
  written: ReadonlyMap<string, { attempted: boolean; text: string }>;
  /** The cells with something else in the places of the given tasks, and the student's own answers in all others. */
  arrangement(standIns: ReadonlyMap<string, StandIn>): PlannedCell[];
}

/** What stands in the place of an answer: the reference's, or the lines that the notebook came with. */
export type StandIn = 'reference' | 'starter';

interface PlanOptions {
  /** Cells tagged `experiment` run too. */
  experiments: boolean;
  declaredIn: DeclaredIn;
}

/** The names that a cell defines. */
export type DeclaredIn = (source: string) => readonly string[];

/** What a plan asks the names of. */
export function sourcesWithNames(restored: RestoredCell[], document: ExerciseDocument): string[] {
  const added = restored.filter(({ kind, origin }) => kind === 'code' && origin === 'added');
  if (added.length === 0) return [];
  const starters = document.cells.filter(({ tasks }) => tasks.length > 0);
  return [...added.map(({ source }) => source), ...starters.map(({ starterSource }) => starterSource)];
}

/** Finds the student's answers and decides which cells run. */
export function planSubmission(
  restored: RestoredCell[],
  document: ExerciseDocument,
  { experiments, declaredIn }: PlanOptions,
): SubmissionPlan {
  const documentCells = new Map(document.cells.map((cell) => [cell.id, cell]));
  const code = restored.filter((cell) => cell.kind === 'code');
  const added = code.filter(({ origin }) => origin === 'added');
  const tasks = new Map<string, PlannedTask>();
  const written = new Map<string, { attempted: boolean; text: string }>();
  for (const cell of restored) {
    const documentCell = cell.origin === 'answer' ? documentCells.get(cell.id) : undefined;
    if (!documentCell) continue;
    if (documentCell.kind === 'markdown') {
      for (const { task, text, attempted } of findWritten(cell, documentCell))
        written.set(task, { text, attempted });
    } else for (const task of plannedTasks(cell, documentCell, added, declaredIn)) tasks.set(task.id, task);
  }
  const heldBack = new Set(
    experiments ? [] : document.cells.filter(({ tags }) => tags.includes('experiment')).map(({ id }) => id),
  );
  const asked = document.cells
    .filter(({ kind, tasks }) => kind === 'code' && tasks.length > 0)
    .flatMap(({ starterSource }) => declaredIn(starterSource));
  const runnable = code.filter(({ id }) => !heldBack.has(id) || documentCells.get(id)!.tasks.length > 0);
  return {
    tasks,
    written,
    arrangement: (standIns) =>
      withoutUnused(arrange(runnable, documentCells, standIns, declaredIn), asked, declaredIn).map(
        (cell) => ({
          ...cell,
          heldBack: heldBack.has(cell.id),
        }),
      ),
  };
}

function findWritten(cell: RestoredCell, documentCell: DocumentCell) {
  const found = findAnswers(cell.source, documentCell);
  return documentCell.tasks.map((task) => {
    const answer = found.kind === 'separable' ? found.answers.get(task) : undefined;
    return { task, text: answer?.text ?? cell.source, attempted: found.attempted.get(task) ?? true };
  });
}

function plannedTasks(
  cell: RestoredCell,
  documentCell: DocumentCell,
  added: RestoredCell[],
  declaredIn: DeclaredIn,
): PlannedTask[] {
  const found = findAnswers(cell.source, documentCell);
  const isEdited = found.kind === 'separable' && !found.isAsGiven;
  const redefined = added.findLast((other) =>
    sharesName(declaredIn(other.source), declaredIn(documentCell.starterSource)),
  );
  return documentCell.tasks.map((id) => {
    const isFilled = found.attempted.get(id) ?? true;
    return {
      id,
      cell: cell.id,
      answeredIn: isFilled || !redefined ? cell.id : redefined.id,
      attempted: isFilled || redefined !== undefined,
      text: (found.kind === 'separable' ? found.answers.get(id)?.text : undefined) ?? cell.source,
      unit: found.kind === 'unit' ? documentCell.tasks : [id],
      isEdited,
    };
  });
}

function arrange(
  cells: RestoredCell[],
  documentCells: ReadonlyMap<string, DocumentCell>,
  standIns: ReadonlyMap<string, StandIn>,
  declaredIn: DeclaredIn,
): Omit<PlannedCell, 'heldBack'>[] {
  const replacedCells = [...documentCells.values()].filter(({ tasks }) =>
    tasks.some((task) => standIns.has(task)),
  );
  const kept = cells.filter(
    (cell) =>
      cell.origin !== 'added' ||
      !replacedCells.some((replaced) =>
        sharesName(declaredIn(cell.source), declaredIn(replaced.starterSource)),
      ),
  );
  return kept.map((cell) => {
    const documentCell = documentCells.get(cell.id);
    const regions =
      documentCell && cell.origin !== 'added'
        ? documentCell.regions.filter(({ task }) => standIns.has(task))
        : [];
    const replacements = new Map(
      regions.map(({ task, answer, stub }) => [
        task,
        compactCode(standIns.get(task) === 'reference' ? answer : stub),
      ]),
    );
    const source = replacements.size ? replaceAnswers(cell.source, documentCell!, replacements) : cell.source;
    return { id: cell.id, source, added: cell.origin === 'added' };
  });
}

/** Added cells run only if a later cell, or a probe, uses what they define or change: seen from the end, with the names mentioned so far.
 * @param asked Names that probes ask for. */
function withoutUnused<Cell extends Omit<PlannedCell, 'heldBack'>>(
  cells: Cell[],
  asked: readonly string[],
  declaredIn: DeclaredIn,
): Cell[] {
  const added = cells.filter((cell) => cell.added).map(({ source }) => source);
  const used = new UsedNames(added, declaredIn);
  for (const name of asked) used.add(name);
  const kept: Cell[] = [];
  for (const cell of [...cells].reverse()) {
    if (cell.added && !used.areFrom(cell.source)) continue;
    for (const name of mentionedNames(cell.source)) used.add(name);
    kept.push(cell);
  }
  return kept.reverse();
}

const sharesName = (names: readonly string[], others: readonly string[]) =>
  names.some((name) => others.includes(name));
