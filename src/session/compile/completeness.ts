import ts = require('typescript');
import { syntaxDiagnostics } from './syntax-errors.js';

/** Whether a text can be run as it is, needs more lines, or cannot become a cell by adding some. */
export type Completeness = 'complete' | 'incomplete' | 'invalid';

export function completenessOf(source: string): Completeness {
  const cell = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext);
  const [first] = syntaxDiagnostics(cell);
  if (!first) return 'complete';
  // After the last token: a comment may follow it.
  const end = cell.endOfFileToken.pos;
  if (CLOSED_BY_LINE.has(first.code)) return 'invalid';
  return OPEN.has(first.code) || (first.start ?? 0) >= end ? 'incomplete' : 'invalid';
}

/** A template literal or a comment that has no end. */
const OPEN = new Set([1160, 1010]);
/** A string or a regular expression that has no end: no further line can give it one. */
const CLOSED_BY_LINE = new Set([1002, 1161]);
