import path from 'node:path';
import { sumPoints, type Lateness, type SubmissionResult } from '../grading/result.js';
import type { ClassSettings, LatePolicy } from './class-settings.js';
import { listedNames } from './listed-names.js';
import { offsetOf, parseMoment } from './moment.js';
import { membersOf, type Person } from './roster.js';

const HOUR_MS = 3_600_000;

/** What handing in late costs each submission, by the class's settings.
 * @param times When each was handed in, by submission, and by exercise where the table says; else as the course system has said.
 * @returns Results with `late` where the exercise has a due date, and remarks for the instructor: times that are missing or cannot
 * be read cost nothing. */
export function applyLatePolicy(
  results: readonly SubmissionResult[],
  settings: ClassSettings,
  roster: readonly Person[],
  times: SubmissionTimes,
): { results: SubmissionResult[]; remarks: string[] } {
  const unknown = new Untimed();
  const unreadable = new Untimed();
  const judged = results.map((result) => {
    const { late: _, ...before } = result;
    const exercise = settings.exercises[result.exercise];
    if (!exercise?.due) return before;
    const members = membersOf(result, roster);
    const names = [result.submission, ...members.map(({ id }) => id)];
    const extension = names.map((name) => exercise.extensions[name]).find((one) => one !== undefined);
    const due = extension ?? exercise.due;
    const told = (
      times(
        result,
        members.flatMap((one) => [...one.names, ...one.shared]),
      ) ?? result.submitter?.submittedAt
    )?.trim();
    const submitted = told ? parseMoment(told, offsetOf(due)) : undefined;
    if (submitted) {
      const lateMs = submitted.ms - parseMoment(due)!.ms;
      return { ...before, late: lateness(result, due, told!, lateMs, settings.late) };
    }
    if (told) unreadable.add(result.exercise, `${result.submission} ("${told}")`);
    else unknown.add(result.exercise, result.submission);
    return { ...before, late: { due, penalty: 0, message: '' } };
  });
  const where =
    settings.submitted === undefined
      ? 'The settings take a table of times (submitted: times.csv)'
      : `Write it into ${path.basename(settings.submitted)}`;
  const remarks = [
    ...unknown.remarks((names) => `it is not known when ${names} handed in: counted as in time. ${where}`),
    ...unreadable.remarks(
      (names) =>
        `the time cannot be read that is told of ${names}: counted as in time. Write times as 2026-11-30T18:00+01:00`,
    ),
  ];
  return { results: judged, remarks };
}

/** Submissions by exercise of which the time is not known. */
class Untimed {
  readonly #names = new Map<string, string[]>();

  add(exercise: string, name: string): void {
    const earlier = this.#names.get(exercise) ?? [];
    if (!earlier.includes(name)) this.#names.set(exercise, [...earlier, name]);
  }

  remarks(said: (names: string) => string): string[] {
    return [...this.#names].map(([exercise, names]) => `${exercise}: ${said(listedNames(names))}`);
  }
}

/** @returns Nothing where the table does not say. */
export type SubmissionTimes = (
  result: SubmissionResult,
  /** Of those whose it is. */
  names: readonly string[],
) => string | undefined;

function lateness(
  { score, maxScore }: SubmissionResult,
  due: string,
  submittedAt: string,
  lateMs: number,
  policy: LatePolicy,
): Lateness {
  const graceMs = policy.policy === 'none' ? Infinity : policy.graceMinutes * 60_000;
  if (lateMs <= Math.max(0, graceMs) || policy.policy === 'none') {
    const isLate = lateMs > 0;
    return {
      due,
      submittedAt,
      penalty: 0,
      message: isLate ? `Handed in ${duration(lateMs)} late: no points are taken off` : '',
    };
  }
  const penalty = Math.min(score, sumPoints([penaltyOf(policy, score, maxScore, lateMs)]));
  return {
    due,
    submittedAt,
    penalty,
    message: `Handed in ${duration(lateMs)} late: ${penalty} ${penalty === 1 ? 'point is' : 'points are'} taken off`,
  };
}

function penaltyOf(
  policy: Exclude<LatePolicy, { policy: 'none' }>,
  score: number,
  maxScore: number,
  lateMs: number,
): number {
  if (policy.policy === 'per-day') {
    const days = Math.ceil(lateMs / (24 * HOUR_MS));
    const floor = Math.min(score, (maxScore * policy.lowestPercent) / 100);
    return Math.min((maxScore * days * policy.percentPerDay) / 100, score - floor);
  }
  const keep = policy.steps
    .filter(({ afterHours }) => lateMs > afterHours * HOUR_MS)
    .reduce((lowest, { keepPercent }) => Math.min(lowest, keepPercent), 100);
  return (score * (100 - keep)) / 100;
}

function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [
    ...(days ? [`${days} ${days === 1 ? 'day' : 'days'}`] : []),
    ...(hours ? [`${hours} h`] : []),
    ...(days || minutes % 60 === 0 ? [] : [`${minutes % 60} min`]),
  ];
  return parts.join(' ');
}
