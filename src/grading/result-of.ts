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
  type SubmissionResult,
} from './result.js';
import type { RunVerdict } from './run/run-checks.js';
import type { GradingSettings } from './settings.js';

interface Graded {
  plan: SubmissionPlan;
  verdicts: ReadonlyMap<string, RunVerdict>;
  notes: Restoration[];
  seconds: Record<Phase, number>;
}

/** Puts verdicts into the result that all reports are built on. */
export function gradedResult(
  exercise: Exercise,
  submission: string,
  { plan, verdicts, notes, seconds }: Graded,
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
    answers: answersOf(plan),
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

function answersOf({ tasks, written }: SubmissionPlan): Record<string, Answer> {
  const sha256 = (text: string) => createHash('sha256').update(text.trim()).digest('hex');
  return Object.fromEntries([
    ...[...tasks.values()].map(({ id, text }) => [id, { sha256: sha256(text) }] as const),
    ...[...written].map(
      ([id, { text }]) => [id, { sha256: sha256(text), text: text.slice(0, LONGEST_ANSWER) }] as const,
    ),
  ]);
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
    const attempted = plan.written.get(taskOf(check))?.attempted ?? false;
    const message = attempted ? 'Waits for a person to mark it' : 'Not answered yet';
    const status = attempted ? 'pendingManual' : 'notAttempted';
    return { ...common, visibility: 'public', status, score: 0, message, hint: '', run: 'own' };
  }
  const { status, message, run, wholeCell } = verdicts.get(check.id)!;
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
  };
}
