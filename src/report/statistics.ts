import { finalScore, type CheckResult, type SubmissionResult } from '../grading/result.js';

/** How a class did in one check. */
export interface CheckStatistics {
  id: string;
  title: string;
  /** Mean share of its points, in [0, 1], over those who have tried: the lower, the harder; theory calls it difficulty.
   * NaN if nobody has. */
  solved: number;
  /** Correlation of its points with the points of all other checks, in [-1, 1]: near 0 or below, it does not tell
   * who knows more. NaN where all have the same points. */
  discrimination: number;
  notAttempted: number;
  /** Ran too long. */
  timeouts: number;
  crashes: number;
  /** The messages that most students met, with how many. */
  messages: { message: string; count: number }[];
}

/** Statistics of each check, in the order of the exercise. Points that wait for a person count as not attempted.
 * @param results Of one exercise.
 * @see Ebel, Essentials of Educational Measurement, 1972: item difficulty and corrected item-total correlation. */
export function checkStatistics(results: readonly SubmissionResult[]): CheckStatistics[] {
  const graded = results.filter(({ status }) => status === 'graded');
  const ids = [...new Set(graded.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  return ids.map((id) => {
    const pairs = graded.flatMap((result) => {
      const check = result.checks.find((one) => one.id === id);
      return check ? [{ check, others: result.score - check.score }] : [];
    });
    const tried = pairs.filter(({ check }) => isTried(check));
    const share = ({ score, maxScore }: CheckResult) => (maxScore ? score / maxScore : 0);
    const count = (status: CheckResult['status']) =>
      pairs.filter(({ check }) => check.status === status).length;
    return {
      id,
      title: pairs[0]!.check.title,
      solved: mean(tried.map(({ check }) => share(check))),
      discrimination: correlation(
        tried.map(({ check }) => share(check)),
        tried.map(({ others }) => others),
      ),
      notAttempted: count('notAttempted'),
      timeouts: count('timeout'),
      crashes: count('crashed'),
      messages: frequentMessages(tried.map(({ check }) => check)),
    };
  });
}

const isTried = ({ status }: CheckResult) => status !== 'notAttempted' && status !== 'pendingManual';

/** Numbers in messages differ from student to student: they count as the same. */
function frequentMessages(checks: CheckResult[]): CheckStatistics['messages'] {
  const counts = new Map<string, { message: string; count: number }>();
  for (const { status, message } of checks) {
    if (status === 'pass' || status === 'marked' || !message) continue;
    const kind = message.replace(/-?\d+(\.\d+)?(e[+-]?\d+)?/gi, '#');
    const known = counts.get(kind);
    if (known) known.count++;
    else counts.set(kind, { message, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, FREQUENT);
}

const FREQUENT = 3;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's. NaN where one side does not vary. */
function correlation(x: number[], y: number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (at: number) => number) => x.reduce((total, _, at) => total + of(at), 0);
  const [sxx, syy] = [sum((at) => (x[at]! - mx) ** 2), sum((at) => (y[at]! - my) ** 2)];
  if (sxx < 1e-12 || syy < 1e-12) return NaN;
  return sum((at) => (x[at]! - mx) * (y[at]! - my)) / Math.sqrt(sxx * syy);
}

/** How many have which share of the points: ten bins from 0 to 100 %, full marks in the last.
 * @param results Of one exercise. */
export function scoreDistribution(results: readonly SubmissionResult[]): number[] {
  const bins = Array.from({ length: 10 }, () => 0);
  for (const result of results)
    if (result.status === 'graded')
      bins[Math.min(9, Math.floor((10 * finalScore(result)) / (result.maxScore || 1)))]!++;
  return bins;
}
