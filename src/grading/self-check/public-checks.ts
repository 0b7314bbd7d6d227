import { compare } from '../compare/compare.js';
import type { Expectation } from '../compare/expectation.js';
import { judge, type Verdict } from '../judge/verdict.js';
import type { CellOutcome, ProbeOutcome } from '../../session/session.js';

/** A public check as it is shipped with a notebook: data only, no grader, no reference, no hidden input. */
export interface PublicCheck {
  id: string;
  task: string;
  title: string;
  points: number;
  hint: string;
  /** Name of the probe in `probes`. */
  probe: string;
  input: unknown;
  /** The call as a student would write it. */
  call: string;
  expected: Expectation;
}

/** What `checks/<slug>.json` beside a notebook holds, in tagged JSON. */
export interface PublicChecks {
  exercise: string;
  title: string;
  version: string;
  tasks: { id: string; title: string; cell: string }[];
  /** As in grading, from exercise.json. */
  limits: { cellTimeoutMs: number; probeTimeoutMs: number; memoryMiB: number; maxOutputBytes: number };
  /** The module of public probes, as CommonJS. */
  probes: string;
  checks: PublicCheck[];
}

export interface CheckSurroundings {
  probe: (code: string, name: string, input: unknown) => Promise<ProbeOutcome>;
  /** How the cell of the task ended, where that is known. */
  cell?: () => CellOutcome | undefined;
  linesOf: (cell: string) => number;
}

/** Makes one public check, with the words of the grader.
 * @returns The verdict, and what the student's code has thrown. */
export async function makePublicCheck(
  { probes }: PublicChecks,
  check: PublicCheck,
  { probe, cell, linesOf }: CheckSurroundings,
): Promise<Verdict & { thrown?: string }> {
  const { call } = check;
  const outcome = await probe(probes, check.probe, check.input);
  const error = outcome.status === 'error' ? outcome.error : undefined;
  if (error?.name === 'NotFilledError') return { status: 'notAttempted', message: error.message };
  if (error?.name === 'NotRunError') return { status: 'notRun', message: error.message, wholeCell: true };
  const judged = { visibility: 'public' as const };
  const surroundings = { run: 'own' as const, cell: cell?.(), linesOf };
  if (outcome.status !== 'returned') {
    const verdict = judge(judged, { kind: 'failed', outcome, call, seeded: false }, surroundings);
    return error ? { ...verdict, thrown: `${error.name}: ${error.message}` } : verdict;
  }
  const mismatch = compare(outcome.value, check.expected);
  return judge(
    judged,
    mismatch ? { kind: 'mismatch', mismatch, call, seeded: false } : { kind: 'met' },
    surroundings,
  );
}
