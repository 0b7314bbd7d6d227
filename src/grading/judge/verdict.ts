import type { CellOutcome } from '../../session/session.js';
import type { AutomaticCheck } from '../define/check.js';
import type { CheckStatus, Series } from '../result.js';
import type { Observation } from '../run/observe.js';
import { shownSeries } from './shown-series.js';
import {
  compileMessage,
  endReason,
  errorMessage,
  mismatchMessage,
  oneLine,
  type Wording,
} from './message.js';

/** The grader's decision on a check: status and words. */
export interface Verdict {
  status: Exclude<CheckStatus, 'pendingManual' | 'marked'>;
  message: string;
  /** The whole cell failed: a hint about this check would mislead. */
  wholeCell?: true;
  /** Only where values may be told. */
  series?: Series;
}

/** The run that an observation was made in. */
export interface JudgedRun {
  run: 'own' | 'reference';
  /** How the cell of the task ended, if it was run. */
  cell: CellOutcome | undefined;
  linesOf: Wording['linesOf'];
}

/** Decides. Positive evidence only: a check passes when the data came back and was right. */
export function judge(
  check: Pick<AutomaticCheck, 'visibility'>,
  observation: Observation,
  run: JudgedRun,
): Verdict {
  const verdict = decide(check, observation, run);
  return { ...verdict, message: oneLine(verdict.message, LONGEST_MESSAGE) };
}

/** In characters; what a student's values make of it is cut before. */
const LONGEST_MESSAGE = 1500;

function decide(
  { visibility }: Pick<AutomaticCheck, 'visibility'>,
  observation: Observation,
  { cell, run, linesOf }: JudgedRun,
): Verdict {
  if (observation.kind === 'met') return { status: 'pass', message: '' };
  const { call, seeded } = observation;
  const wording: Wording = {
    call,
    seeded,
    hidden: visibility === 'hidden',
    ownStrings: run === 'own',
    linesOf,
  };
  if (observation.kind === 'mismatch') {
    const { lists } = observation.mismatch;
    // Numbers can spell the text of the reference, or of hidden inputs.
    const mayTell = lists && !wording.hidden && !seeded && wording.ownStrings;
    return {
      status: 'fail',
      message: mismatchMessage(observation.mismatch, wording),
      ...(mayTell ? { series: shownSeries(lists.expected, lists.got) } : {}),
    };
  }
  const { outcome } = observation;
  if (cell && cell.status !== 'ok' && cell.status !== 'notRun') return cellVerdict(cell, wording);
  if (outcome.status === 'error') {
    const isNotFilled = outcome.error.name === 'NotFilledError';
    const message = errorMessage(outcome.error, wording);
    return { status: 'error', message, ...(isNotFilled ? { wholeCell: true } : {}) };
  }
  return { status: outcome.status, message: endMessage(outcome.status, outcome.reason, wording) };
}

/** The task's own cell did not get through: that is what the student needs to know. */
function cellVerdict(cell: Exclude<CellOutcome, { status: 'ok' | 'notRun' }>, wording: Wording): Verdict {
  if (cell.status !== 'error')
    return {
      status: cell.status,
      message: sentences('The cell did not finish', endReason(cell.reason, wording)),
      wholeCell: true,
    };
  const message =
    cell.diagnostics === undefined
      ? `The cell stopped with an error: ${errorMessage(cell.error, { ...wording, call: '' })}`
      : `The cell does not compile${compileMessage(cell.error, wording)}`;
  return { status: 'error', message, wholeCell: true };
}

function endMessage(status: 'timeout' | 'crashed' | 'notRun', reason: string, wording: Wording): string {
  const subject = wording.hidden ? 'Your code' : wording.call;
  const why = endReason(reason, wording);
  if (status === 'timeout')
    return `${subject} did not come to an end. ${why}: is there a loop that never stops, or one that is slow for this input?`;
  if (status === 'crashed')
    return why === '' ? `${subject} ended the process` : `${subject} ended the process. ${why}`;
  return sentences('Not run', why);
}

const sentences = (what: string, why: string) => (why === '' ? what : `${what}: ${why}`);

/** Better verdicts first: a check keeps the better of its results. */
const ORDER: Record<Verdict['status'], number> = {
  pass: 0,
  fail: 1,
  error: 2,
  timeout: 3,
  crashed: 4,
  notRun: 5,
  notAttempted: 6,
};

export function isBetter(a: Verdict, b: Verdict): boolean {
  return ORDER[a.status] < ORDER[b.status];
}
