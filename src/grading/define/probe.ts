import type { ProbedNotebook } from '../../session/execute/probe.js';

/** A small function that runs in the student's process, calls the student's functions and returns plain data. It
 * decides nothing: that is done with the data, elsewhere. Probes are self-contained: they import packages, never the
 * grader. */
export interface Probe<Input = unknown> {
  /** The call as a student would write it, for messages: `new Finder({ steps: 4 }).lrFactor`. */
  call: string | ((input: Input) => string);
  run(notebook: ProbedNotebook, input: Input): unknown;
}

/** Random numbers for inputs that differ from grading to grading. */
export interface InputRandom {
  /** In [min, max). */
  uniform(min: number, max: number): number;
  /** In [min, max], both ends included. */
  integer(min: number, max: number): number;
}

/** An input: always the same, or with a second one that changes with the grader's seed, so that a written-out answer
 * to the first does not pass. */
export interface ProbeInput<Input> {
  fixed: Input;
  seeded?: (random: InputRandom) => Input;
}

/** A probe with the input to call it with: what a check looks at. */
export interface ProbeCall<Input = unknown> {
  /** Which file it is in: probes.ts travels with the public checks, probes.hidden.ts never does. */
  module: 'public' | 'hidden';
  name: string;
  input: ProbeInput<Input>;
  describe: (input: Input) => string;
}

const SEEDED = Symbol('seeded');

/** An input that is checked as given and once more with one made from the grader's seed. */
export function varied<Input>(fixed: Input, seeded: (random: InputRandom) => NoInfer_<Input>): Input {
  return { [SEEDED]: { fixed, seeded } } as Input;
}

/** Keeps `Input` to what `fixed` says; TypeScript 5.0 has no `NoInfer`. */
type NoInfer_<T> = [T][T extends unknown ? 0 : never];

type Calls<Probes> = {
  [Name in keyof Probes]: Probes[Name] extends Probe<infer Input>
    ? (input: Input) => ProbeCall<Input>
    : never;
};

/** The probes of a module as functions that make calls for the table of checks. */
export function callsOf<Probes extends object>(
  probes: Probes,
  module: 'public' | 'hidden' = 'public',
): Calls<Probes> {
  const calls = Object.entries(probes as Record<string, Probe>).map(([name, probe]) => {
    const describe = (input: unknown) => (typeof probe.call === 'string' ? probe.call : probe.call(input));
    const call = (input: unknown): ProbeCall => ({ module, name, input: probeInput(input), describe });
    return [name, call] as const;
  });
  return Object.fromEntries(calls) as Calls<Probes>;
}

function probeInput(input: unknown): ProbeInput<unknown> {
  if (typeof input === 'object' && input !== null && SEEDED in input)
    return input[SEEDED] as ProbeInput<unknown>;
  return { fixed: input };
}
