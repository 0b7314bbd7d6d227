import {
  fillNotebook,
  insertCodeCell,
  serializeNotebook,
  solutionNotebook,
  starterNotebook,
} from '../../notebook/index.js';
import type { CompilerProcess } from '../../session/index.js';
import { taskOf } from '../define/check.js';
import type { Exercise } from '../exercise/load-exercise.js';
import { gradeSubmission } from '../grade-submission.js';
import { sumPoints, type SubmissionResult } from '../result.js';
import type { GradingSettings } from '../settings.js';
import { readAnswers, type AnswerFile } from './answer-files.js';

/** What `gradlab verify` found about one exercise; `--format json` prints an array of these. */
export interface Verification {
  exercise: string;
  starter: { score: number; maxScore: number; ok: boolean; problem?: string };
  solution: { score: number; maxScore: number; ok: boolean; problem?: string };
  right: { file: string; score: number; maxScore: number; ok: boolean; problem?: string }[];
  wrong: { file: string; task: string; check: string; failed: string[]; ok: boolean; problem?: string }[];
  /** The solution with one task left as it came. */
  blank: { task: string; ok: boolean; problem?: string }[];
  /** Checks that no wrong answer is caught by. */
  unproven: string[];
  ok: boolean;
}

/** Called with the name of what has been graded. */
export type VerifyProgress = (what: string, done: number, of: number) => void;

export interface VerifyOptions {
  settings: Omit<GradingSettings, 'compiler' | 'seed' | 'hiddenChecks'>;
  /** Each of these is tried. */
  seeds: number[];
  /** Only the first right answer for each task and the first wrong one for each check: enough to prove the checks, not
   * the answers. */
  quick?: boolean;
  /** One for each submission that is graded at the same time. */
  compilers: CompilerProcess[];
  onProgress?: VerifyProgress;
}

/** A notebook to grade, and what must come of it. */
interface Trial<Found extends { ok: boolean }> {
  name: string;
  notebook: string;
  judge: (result: SubmissionResult) => Found;
}

/** Proves an exercise: the starter gets nothing, the solution and every right answer get all, every wrong answer is
 * caught by the check that it names and costs no other task its points, nor does a task that is left blank; every check catches
 * something. */
export async function verifyExercise(exercise: Exercise, options: VerifyOptions): Promise<Verification> {
  const { document, folder, grader, slug } = exercise;
  const rightAnswers = readAnswers(folder, 'right');
  const right = (options.quick ? firstOfEach(rightAnswers, 'task') : rightAnswers).map((answer) => ({
    name: answer.file,
    notebook: filled(exercise, answer),
    judge: (result: SubmissionResult) => ({ file: answer.file, ...judgeRight(result) }),
  }));
  const wrongAnswers = readAnswers(folder, 'wrong');
  const wrong = (options.quick ? firstOfEach(wrongAnswers, 'caughtBy') : wrongAnswers).map((answer) => ({
    name: answer.file,
    notebook: filled(exercise, answer),
    judge: (result: SubmissionResult) => judgeWrong(answer, result),
  }));
  const starter = {
    name: 'starter',
    notebook: serializeNotebook(starterNotebook(document)),
    judge: judgeStarter,
  };
  const solution = {
    name: 'solution',
    notebook: serializeNotebook(solutionNotebook(document)),
    judge: judgeRight,
  };

  const blank = document.cells.flatMap(({ kind, regions }) =>
    kind !== 'code'
      ? []
      : regions.map(({ task, stub }) => ({
          name: `without ${task}`,
          notebook: serializeNotebook(fillNotebook(document, 'solution', new Map([[task, stub]]))),
          judge: (result: SubmissionResult) => judgeBlank(task, result),
        })),
  );

  const found = new Map<Trial<{ ok: boolean }>, { ok: boolean }>();
  const trials: Trial<{ ok: boolean }>[] = [starter, solution, ...blank, ...right, ...wrong];
  const waiting = [...trials];
  const work = async (compiler: CompilerProcess) => {
    for (let trial = waiting.shift(); trial; trial = waiting.shift()) {
      found.set(trial, await tryAllSeeds(trial, exercise, compiler, options));
      options.onProgress?.(trial.name, found.size, trials.length);
    }
  };
  await Promise.all(options.compilers.map(work));

  const foundOf = <Found extends { ok: boolean }>(trial: Trial<Found>) => found.get(trial) as Found;
  const wrongFound = wrong.map(foundOf);
  const caught = new Set(wrongFound.flatMap(({ check, ok }) => (ok ? [check] : [])));
  const unproven = grader.checks
    .filter(({ kind, id }) => kind === 'automatic' && !caught.has(id))
    .map(({ id }) => id);
  return {
    exercise: slug,
    starter: foundOf<ReturnType<typeof judgeStarter>>(starter),
    solution: foundOf<ReturnType<typeof judgeRight>>(solution),
    right: right.map(foundOf),
    wrong: wrongFound,
    blank: blank.map(foundOf),
    unproven,
    ok: [...found.values()].every(({ ok }) => ok) && unproven.length === 0,
  };
}

function firstOfEach(answers: AnswerFile[], key: 'task' | 'caughtBy'): AnswerFile[] {
  return answers.filter((answer, at) => answers.findIndex((other) => other[key] === answer[key]) === at);
}

/** The first seed for which it goes wrong, else the first. */
async function tryAllSeeds<Found extends { ok: boolean }>(
  trial: Trial<Found>,
  exercise: Exercise,
  compiler: CompilerProcess,
  { settings, seeds }: VerifyOptions,
): Promise<Found> {
  let first: Found | undefined;
  for (const seed of seeds) {
    const result = await gradeSubmission(trial.notebook, trial.name, exercise, {
      ...settings,
      seed,
      hiddenChecks: true,
      compiler,
    });
    const found = trial.judge(result);
    if (!found.ok) return found;
    first ??= found;
  }
  return first!;
}

/** The solution with one answer put in place of its own. */
function filled({ document }: Exercise, { task, answer, wholeCell, cellBefore }: AnswerFile): string {
  const notebook =
    wholeCell === undefined
      ? fillNotebook(document, 'solution', new Map([[task, answer]]))
      : solutionNotebook(document);
  if (wholeCell !== undefined) notebook.cells.find(({ id }) => id === wholeCell)!.source = answer;
  if (cellBefore !== undefined) {
    const cell = document.cells.find(({ tasks }) => tasks.includes(task))!;
    insertCodeCell(notebook, { before: cell.id, id: 'helper-cell', source: cellBefore });
  }
  return serializeNotebook(notebook);
}

function judgeStarter({ score, maxScore, checks }: SubmissionResult) {
  const other = checks.filter(({ status }) => status !== 'notAttempted');
  const ok = score === 0 && other.length === 0;
  return {
    score,
    maxScore,
    ok,
    ...(ok ? {} : { problem: `The starter must get no points and every check notAttempted: ${list(other)}` }),
  };
}

function judgeRight({ score, maxScore, pendingScore, checks }: SubmissionResult) {
  const byHand = sumPoints([maxScore, -pendingScore]);
  const failed = checks.filter(lacksPoints);
  const ok = score === byHand && failed.length === 0;
  return { score, maxScore: byHand, ok, ...(ok ? {} : { problem: `All points are due: ${list(failed)}` }) };
}

function judgeWrong({ file, task, caughtBy }: AnswerFile, { checks }: SubmissionResult) {
  const failing = checks.filter(lacksPoints);
  const failed = failing.map(({ id }) => id);
  const others = failing.filter((check) => taskOf(check) !== task);
  const catching = failing.find(({ id }) => id === caughtBy);
  const problems = [];
  if (!catching)
    problems.push(
      `"${caughtBy}" does not catch it${failed.length ? `, but ${failed.join(', ')}` : ': it gets full marks'}`,
    );
  else if (catching.message === '') problems.push(`"${caughtBy}" catches it without a message`);
  if (others.length) problems.push(costsOthers(others));
  return {
    file,
    task,
    check: caughtBy!,
    failed,
    ok: problems.length === 0,
    ...(problems.length ? { problem: problems.join('; ') } : {}),
  };
}

function judgeBlank(task: string, { checks }: SubmissionResult) {
  const judged = checks.filter(
    (check) => taskOf(check) === task && check.status !== 'notAttempted' && check.status !== 'pendingManual',
  );
  const others = checks.filter((check) => taskOf(check) !== task && lacksPoints(check));
  const problems = [
    ...(judged.length ? [`It must be notAttempted: ${list(judged)}`] : []),
    ...(others.length ? [costsOthers(others)] : []),
  ];
  return { task, ok: problems.length === 0, ...(problems.length ? { problem: problems.join('; ') } : {}) };
}

/** What is marked by hand has its time still to come. */
const lacksPoints = ({ status }: { status: string }) => status !== 'pass' && status !== 'pendingManual';

const costsOthers = (others: { id: string; status: string; message: string }[]) =>
  `It costs another task its points (a check may need the tasks before its own, not those after it): ${list(others)}`;

const list = (checks: { id: string; status: string; message: string }[]) =>
  checks.map(({ id, status, message }) => `${id} ${status}${message ? ` (${message})` : ''}`).join(', ');
