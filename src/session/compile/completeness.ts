import ts = require('typescript');

/** Whether a text can be run as it is, needs more lines, or cannot become a cell by adding some. */
export type Completeness = 'complete' | 'incomplete' | 'invalid';

export function completenessOf(source: string): Completeness {
  const { diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.Preserve },
  });
  if (!diagnostics.length) return 'complete';
  // After the last token: a comment may follow it.
  const end = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext).endOfFileToken.pos;
  const first = diagnostics[0]!;
  if (CLOSED_BY_LINE.has(first.code)) return 'invalid';
  return OPEN.has(first.code) || (first.start ?? 0) >= end ? 'incomplete' : 'invalid';
}

/** A template literal or a comment that has no end. */
const OPEN = new Set([1160, 1010]);
/** A string or a regular expression that has no end: no further line can give it one. */
const CLOSED_BY_LINE = new Set([1002, 1161]);
