import { compare, type Mismatch } from '../compare/compare.js';
import { resolve } from '../compare/expectation.js';
import type { AutomaticCheck } from '../define/check.js';
import type { ProbeOutcome } from '../../session/index.js';
import { seededRandom } from './seeded-random.js';

/** What one check came to, before it is put into words. */
export type Observation =
  | { kind: 'met' }
  | { kind: 'mismatch'; mismatch: Mismatch; call: string; seeded: boolean }
  | { kind: 'failed'; outcome: Exclude<ProbeOutcome, { status: 'returned' }>; call: string; seeded: boolean };

export interface ObservationContext {
  probe: (module: 'public' | 'hidden', name: string, input: unknown) => Promise<ProbeOutcome>;
  seed: number;
  /** What the solution returns to a call: recorded for fixed inputs, computed for seeded ones. */
  reference: (check: AutomaticCheck, input: unknown, seeded: boolean) => Promise<unknown>;
}

/** Probes and compares: with the fixed input, and with one from the grader's seed where the check has such inputs.
 * Both must be right.
 * @param only With the fixed input alone. */
export async function observe(
  check: AutomaticCheck,
  context: ObservationContext,
  only?: 'fixed',
): Promise<Observation> {
  const { module, name, describe } = check.observed;
  for (const { input, seeded } of inputsOf(check, context.seed)) {
    if (seeded && only) break;
    const call = describe(input);
    const outcome = await context.probe(module, name, input);
    if (outcome.status !== 'returned') return { kind: 'failed', outcome, call, seeded };
    const reference = await context.reference(check, input, seeded);
    const mismatch = compare(outcome.value, resolve(check.expected, { input, reference }));
    if (mismatch) return { kind: 'mismatch', mismatch, call, seeded };
  }
  return { kind: 'met' };
}

/** The inputs that a check is made with. Checks that look at the same thing get the same ones: one call serves them all. */
function inputsOf({ observed }: AutomaticCheck, seed: number): { input: unknown; seeded: boolean }[] {
  const { fixed, seeded } = observed.input;
  const stream = `${observed.module}/${observed.name}`;
  const inputs = [{ input: fixed, seeded: false }];
  if (seeded) inputs.push({ input: seeded(seededRandom(seed, stream)), seeded: true });
  return inputs;
}
