import { fillNotebook, insertCodeCell, serializeNotebook, solutionNotebook, starterNotebook } from '../../notebook/index.js';
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
  /** Checks that no wrong answer is caught by. */
  unproven: string[];
  ok: boolean;
}

/** Called with the name of what is graded next. */
export type VerifyProgress = (what: string, done: number, of: number) => void;

type Grade = (notebook: string, name: string, seed: number) => Promise<SubmissionResult>;

/** Proves an exercise: the starter gets nothing, the solution and every right answer get all, every wrong answer is
 * caught by the check that it names and costs no other task its points, every check catches something.
 * @param seeds Each of these is tried. */
export async function verifyExercise(exercise: Exercise, settings: GradingSettings, seeds: number[], onProgress: VerifyProgress = () => {}): Promise<Verification> {
  const { document, folder, grader } = exercise;
  const right = readAnswers(folder, 'right');
  const wrong = readAnswers(folder, 'wrong');
  const total = (2 + right.length + wrong.length) * seeds.length;
  let done = 0;
  const grade: Grade = (notebook, name, seed) => {
    onProgress(name, ++done, total);
    return gradeSubmission(notebook, name, exercise, { ...settings, seed, hiddenChecks: true });
  };
  const overSeeds = async <T extends { ok: boolean }>(judge: (seed: number) => Promise<T>): Promise<T> => {
    let first: T | undefined;
    for (const seed of seeds) {
      const found = await judge(seed);
      if (!found.ok) return found;
      first ??= found;
    }
    return first!;
  };
  const starter = await overSeeds(async (seed) => judgeStarter(await grade(serializeNotebook(starterNotebook(document)), 'starter', seed)));
  const solution = await overSeeds(async (seed) => judgeRight(await grade(serializeNotebook(solutionNotebook(document)), 'solution', seed)));
  const rightFound = [];
  for (const answer of right) {
    rightFound.push({ file: answer.file, ...(await overSeeds(async (seed) => judgeRight(await grade(filled(exercise, answer), answer.file, seed)))) });
  }
  const wrongFound = [];
  for (const answer of wrong) {
    wrongFound.push(await overSeeds(async (seed) => judgeWrong(answer, await grade(filled(exercise, answer), answer.file, seed))));
  }
  const caught = new Set(wrongFound.flatMap(({ check, ok }) => (ok ? [check] : [])));
  const unproven = grader.checks.filter(({ kind, id }) => kind === 'automatic' && !caught.has(id)).map(({ id }) => id);
  const ok = starter.ok && solution.ok && [...rightFound, ...wrongFound].every((found) => found.ok) && unproven.length === 0;
  return { exercise: exercise.slug, starter, solution, right: rightFound, wrong: wrongFound, unproven, ok };
}

/** The solution with one answer put in place of its own. */
function filled({ document }: Exercise, { task, answer, wholeCell, cellBefore }: AnswerFile): string {
  const notebook = wholeCell === undefined ? fillNotebook(document, 'solution', new Map([[task, answer]])) : solutionNotebook(document);
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
  return { score, maxScore, ok, ...(ok ? {} : { problem: `The starter must get no points and every check notAttempted: ${list(other)}` }) };
}

function judgeRight({ score, maxScore, pendingScore, checks }: SubmissionResult) {
  const byHand = sumPoints([maxScore, -pendingScore]);
  const failed = checks.filter(({ status }) => status !== 'pass' && status !== 'pendingManual');
  const ok = score === byHand && failed.length === 0;
  return { score, maxScore: byHand, ok, ...(ok ? {} : { problem: `All points are due: ${list(failed)}` }) };
}

function judgeWrong({ file, task, caughtBy }: AnswerFile, { checks }: SubmissionResult) {
  const failing = checks.filter(({ status }) => status !== 'pass' && status !== 'pendingManual');
  const failed = failing.map(({ id }) => id);
  const others = failing.filter((check) => taskOf(check) !== task);
  const catching = failing.find(({ id }) => id === caughtBy);
  const problems = [];
  if (!catching) problems.push(`"${caughtBy}" does not catch it${failed.length ? `, but ${failed.join(', ')}` : ': it gets full marks'}`);
  else if (catching.message === '') problems.push(`"${caughtBy}" catches it without a message`);
  if (others.length) problems.push(`It costs another task its points: ${list(others)}`);
  return { file, task, check: caughtBy!, failed, ok: problems.length === 0, ...(problems.length ? { problem: problems.join('; ') } : {}) };
}

const list = (checks: { id: string; status: string; message: string }[]) =>
  checks.map(({ id, status, message }) => `${id} ${status}${message ? ` (${message})` : ''}`).join(', ');
