import { createHash } from 'node:crypto';
import type { Restoration } from '../notebook/index.js';
import { taskOf, type Check } from './define/check.js';
import type { Exercise } from './exercise/load-exercise.js';
import type { SubmissionPlan } from './plan/submission-plan.js';
import {
  RESULT_SCHEMA_VERSION,
  sumPoints,
  type Answer,
  type CheckResult,
  type Phase,
  type ShownFigure,
  type SubmissionResult,
} from './result.js';
import type { RunVerdict } from './run/judging.js';
import type { GradingSettings } from './settings.js';

/** What a result is made of. */
export interface Graded {
  plan: SubmissionPlan;
  verdicts: ReadonlyMap<string, RunVerdict>;
  notes: Restoration[];
  figures: ShownFigure[];
  seconds: Readonly<Record<Phase, number>>;
}

/** Puts verdicts into the result that all reports are built on. */
export function gradedResult(
  exercise: Exercise,
  submission: string,
  { plan, verdicts, notes, figures, seconds }: Graded,
  settings: GradingSettings,
): SubmissionResult {
  const shown = exercise.grader.checks.filter(
    (check) => settings.hiddenChecks || check.kind === 'manual' || check.visibility === 'public',
  );
  const checks = shown.map((check) => checkResult(check, plan, verdicts));
  return {
    ...base(exercise, submission, settings),
    status: 'graded',
    score: sumPoints(checks.map(({ score }) => score)),
    maxScore: sumPoints(checks.map(({ maxScore }) => maxScore)),
    pendingScore: sumPoints(
      checks.filter(({ status }) => status === 'pendingManual').map(({ maxScore }) => maxScore),
    ),
    checks,
    restored: firstNotes(notes),
    tasks: exercise.settings.tasks.map(({ id, title }) => ({ id, title })),
    ...(figures.length ? { figures } : {}),
    answers: answersOf(plan, exercise.grader.checks),
    seconds: Object.fromEntries(
      Object.entries(seconds).map(([phase, value]) => [phase, Number(value.toFixed(3))]),
    ) as Record<Phase, number>,
  };
}

/** Each of them once, and no more than people read. */
function firstNotes(notes: readonly Restoration[]): Restoration[] {
  const different = [
    ...new Map(notes.map(({ cell, what }) => [`${cell}\0${what}`, { cell, what }])).values(),
  ];
  const more = different.length - MOST_NOTES;
  if (more <= 0) return different;
  return [...different.slice(0, MOST_NOTES), { cell: '', what: `… and ${more} more like these` }];
}

const MOST_NOTES = 100;

function answersOf({ tasks, written }: SubmissionPlan, checks: readonly Check[]): Record<string, Answer> {
  const sha256 = (text: string) => createHash('sha256').update(text.trim()).digest('hex');
  const byHand = new Set(checks.filter(({ kind }) => kind === 'manual').map(taskOf));
  return Object.fromEntries(
    [...tasks, ...written].map(([id, { text }]) => {
      const shown = written.has(id) || byHand.has(id);
      return [id, { sha256: sha256(text), ...(shown ? { text: text.slice(0, LONGEST_ANSWER) } : {}) }];
    }),
  );
}

/** In characters: a dozen pages. */
const LONGEST_ANSWER = 40_000;

/** A file that is not a notebook of this exercise. */
export function unreadableResult(
  exercise: Exercise,
  submission: string,
  message: string,
  settings: GradingSettings,
): SubmissionResult {
  return {
    ...base(exercise, submission, settings),
    status: 'unreadable',
    message,
    score: 0,
    maxScore: sumPoints(exercise.grader.checks.map(({ points }) => points)),
    pendingScore: 0,
    checks: [],
    restored: [],
  };
}

function base(exercise: Exercise, submission: string, { isolation, seed }: GradingSettings) {
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    exercise: exercise.slug,
    title: exercise.settings.title,
    submission,
    isolation,
    seed,
  } as const;
}

function checkResult(
  check: Check,
  plan: SubmissionPlan,
  verdicts: ReadonlyMap<string, RunVerdict>,
): CheckResult {
  const common = { id: check.id, task: taskOf(check), title: check.title, maxScore: check.points };
  if (check.kind === 'manual') {
    const task = taskOf(check);
    const attempted = (plan.written.get(task) ?? plan.tasks.get(task))?.attempted ?? false;
    const message = attempted ? 'Waits for a person to mark it' : 'Not answered yet';
    const status = attempted ? 'pendingManual' : 'notAttempted';
    return { ...common, visibility: 'public', status, score: 0, message, hint: '', run: 'own' };
  }
  const { status, message, run, wholeCell, series } = verdicts.get(check.id)!;
  const passed = status === 'pass';
  const hint = passed || status === 'notAttempted' || wholeCell ? '' : check.hint;
  return {
    ...common,
    visibility: check.visibility,
    status,
    score: passed ? check.points : 0,
    message,
    hint,
    run,
    ...(series ? { series } : {}),
  };
}
