import type { ExpectationOf } from '../compare/expectation.js';
import type { ProbeCall } from './probe.js';

export type Visibility = 'public' | 'hidden';

/** One statement about one task, marked by the grader. */
export interface AutomaticCheck {
  kind: 'automatic';
  /** `<task>/<name>`, unique in the exercise. */
  id: string;
  points: number;
  /** What the student reads: the statement that holds when the check passes. */
  title: string;
  observed: ProbeCall;
  expected: ExpectationOf<unknown>;
  visibility: Visibility;
  hint: string;
}

/** A written answer, or code that tests cannot judge, marked by a person. */
export interface ManualCheck {
  kind: 'manual';
  id: string;
  points: number;
  title: string;
  /** How to mark it; only graders see it. */
  guide: string;
}

export type Check = AutomaticCheck | ManualCheck;

export interface CheckOptions {
  visibility?: Visibility;
  /** One sentence that helps a student who is stuck, without the answer. */
  hint?: string;
}

/** Not shipped to students. Write `hidden`, or `{ ...hidden, hint: '…' }`. */
export const hidden: CheckOptions = { visibility: 'hidden' };

/** A row of the table: what is observed must be what is expected.
 * @param id `<task>/<name>`.
 * @param points At least 0, in hundredths.
 * @param title A statement in the present tense, e.g. `four steps lead from 0.1 to 1000`. */
export function check<Input>(
  id: string,
  points: number,
  title: string,
  observed: ProbeCall<Input>,
  expected: ExpectationOf<Input>,
  { visibility = 'public', hint = '' }: CheckOptions = {},
): AutomaticCheck {
  return {
    kind: 'automatic',
    id,
    points,
    title,
    observed: observed as ProbeCall,
    expected: expected as ExpectationOf<unknown>,
    visibility,
    hint,
  };
}

/** A row for a written answer, or for code that a person looks at.
 * @param guide How to mark it; only graders see it. */
export function byHand(id: string, points: number, title: string, guide: string): ManualCheck {
  return { kind: 'manual', id, points, title, guide };
}

export interface GraderDefinition {
  checks: readonly Check[];
}

/** What `grader.ts` exports by default. */
export function defineGrader(definition: GraderDefinition): GraderDefinition {
  return definition;
}

/** The task that a check is about. */
export const taskOf = ({ id }: { id: string }) => id.slice(0, id.indexOf('/'));
