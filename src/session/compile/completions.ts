/** What could stand at a place in a cell. */
export interface Completions {
  /** Part of the cell that a match replaces, in UTF-16 units. */
  start: number;
  end: number;
  matches: { text: string; /** TypeScript's word: function, const, property, … */ kind: string }[];
  /** Where the types tell nothing: whose value may. */
  live?: LivePlace | undefined;
}

/** A variable of an earlier cell, and the keys that lead on from it. */
export interface LivePlace {
  name: string;
  keys: string[];
}

/** What TypeScript knows of a place in a cell. */
export interface Inspection {
  /** The name with its type, or the signatures of a call. */
  signature: string;
  /** Documentation as Markdown. */
  documentation: string;
}

/** Names that begin as typed, in any case. */
export const matchesTyped = (name: string, typed: string) =>
  name.toLowerCase().startsWith(typed.toLowerCase());
