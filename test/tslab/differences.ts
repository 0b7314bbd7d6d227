import { inspect } from 'node:util';

/** What a cell came to. */
export interface CellOutcome {
  ok: boolean;
  /** Standard output, and the last expression's value as stock tslab prints it there. */
  printed: string;
  /** Standard error. */
  complaints: string;
  /** What stopped the cell: the place of the first type or syntax error, or the error's name and message. */
  error: string;
  /** MIME bundles. */
  displayed: string[];
}

interface DifferenceRow {
  what: string;
  tslab: string;
  gradlab: string;
  /** Whether two outcomes differ in this way. */
  holds: (tslab: CellOutcome, gradlab: CellOutcome) => boolean;
}

const onlyOurs = (tslab: CellOutcome, gradlab: CellOutcome) => !tslab.ok && gradlab.ok;
const onlyTheirs = (tslab: CellOutcome, gradlab: CellOutcome) => tslab.ok && !gradlab.ok;

/** The differences that there may be. docs/tslab.md shows them. */
export const differences = {
  text: {
    what: 'A text as last expression',
    tslab: 'is printed: `a`',
    gradlab: 'is shown as the value that it is, `\'a\'`: `1` and `"1"` look different',
    holds: (tslab, gradlab) => gradlab.printed === `${inspect(tslab.printed.slice(0, -1))}\n`,
  },
  null: {
    what: '`null` as last expression',
    tslab: 'nothing is shown',
    gradlab: '`null`',
    holds: (tslab, gradlab) => tslab.printed === '' && gradlab.printed === 'null\n',
  },
  depth: {
    what: 'Nested arrays and objects as last expression',
    tslab: '`[Array]`, `[Object]` below the third level',
    gradlab: 'five levels',
    holds: (tslab, gradlab) =>
      /\[(Array|Object)\]/.test(tslab.printed) && !/\[(Array|Object)\]/.test(gradlab.printed),
  },
  'function name': {
    what: 'A function without a name as last expression',
    tslab: 'gets the name `tsLastExpr`',
    gradlab: '`[Function (anonymous)]`',
    holds: (tslab, gradlab) => tslab.printed.replace(': tsLastExpr', ' (anonymous)') === gradlab.printed,
  },
  turn: {
    what: 'Promises that are settled when the cell ends',
    tslab: 'what waits for them runs after the result is shown',
    gradlab:
      'runs before: output comes in the order in which it was made, and the result shows what came of it',
    holds: (tslab, gradlab) => tslab.ok && gradlab.ok,
  },
  'late output': {
    what: 'What a timer prints after its cell has ended',
    tslab: 'is shown at the cell that ran last',
    gradlab: 'is shown at the cell that has set the timer',
    holds: (tslab, gradlab) => tslab.printed.endsWith(gradlab.printed),
  },
  rejections: {
    what: 'A rejected promise that nobody awaits',
    tslab: 'the cell counts as done; the text comes on standard error',
    gradlab: 'the error is the cell’s',
    holds: onlyTheirs,
  },
  'names before an error': {
    what: 'Names that a cell defined before it threw',
    tslab: 'are not known to later cells',
    gradlab: 'stay',
    holds: onlyOurs,
  },
  'late binding': {
    what: 'A function that uses a variable of its own cell, which a later cell sets',
    tslab: 'goes on with the old value',
    gradlab: 'sees the new one',
    holds: (tslab, gradlab) => tslab.ok && gradlab.ok,
  },
  shorthand: {
    what: '`{ x }` and `({ x } = …)` with an `x` of an earlier cell',
    tslab: 'ReferenceError, or the assignment is lost',
    gradlab: 'work',
    holds: (tslab, gradlab) => gradlab.ok && (!tslab.ok || tslab.printed !== gradlab.printed),
  },
  'var in a block': {
    what: '`var` in a loop or a block',
    tslab: 'later cells do not see it',
    gradlab: 'is a name of the notebook',
    holds: onlyOurs,
  },
  'private members': {
    what: 'Class expressions with private members',
    tslab: 'type error (TS4094)',
    gradlab: 'work',
    holds: onlyOurs,
  },
  export: {
    what: '`export` in a cell',
    tslab: 'type error; `export default` shows nothing',
    gradlab: 'may stand there; the value of `export default` is shown',
    holds: (tslab, gradlab) => gradlab.ok && (!tslab.ok || tslab.printed !== gradlab.printed),
  },
  'import forms': {
    what: '`import x = require(…)`, `import.meta`, `require` of a TypeScript file',
    tslab: 'errors',
    gradlab: 'work',
    holds: onlyOurs,
  },
  'await anywhere': {
    what: '`for await`, and `await` within an expression, at the top level',
    tslab: 'SyntaxError if nothing else in the cell awaits',
    gradlab: 'work',
    holds: onlyOurs,
  },
  newer: {
    what: 'JavaScript of 2023 (`toSorted`, `findLast`) and `using`',
    tslab: 'type error (TypeScript 5.0)',
    gradlab: 'work',
    holds: onlyOurs,
  },
  hashbang: { what: 'A first line with `#!`', tslab: 'error', gradlab: 'a comment', holds: onlyOurs },
  'strict types': {
    what: 'What TypeScript’s `strict` forbids: an implicit `any`, `null` for a `string`, a value that may be undefined',
    tslab: 'is accepted',
    gradlab: 'type error, as in an editor and in every new project',
    holds: (tslab, gradlab) => onlyTheirs(tslab, gradlab) && /^\d+:\d+$/.test(gradlab.error),
  },
  'strict mode': {
    what: 'An assignment to a frozen object',
    tslab: 'is ignored',
    gradlab: 'TypeError: cells are modules',
    holds: onlyTheirs,
  },
  JSX: {
    what: 'JSX',
    tslab: 'type error: it looks for React',
    gradlab: 'syntax error',
    holds: (tslab, gradlab) => !tslab.ok && !gradlab.ok,
  },
  decorators: {
    what: 'Decorators',
    tslab: 'the experimental ones of TypeScript 4',
    gradlab: 'those of JavaScript',
    holds: onlyTheirs,
  },
} satisfies Record<string, DifferenceRow>;

export type Difference = keyof typeof differences;

/** The table for the docs. */
export function differencesTable(): string {
  const rows = Object.values(differences).map(
    ({ what, tslab, gradlab }) => `| ${what} | ${tslab} | ${gradlab} |`,
  );
  return ['| in a cell | stock tslab | gradlab |', '| --- | --- | --- |', ...rows].join('\n');
}
