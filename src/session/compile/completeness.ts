import ts = require('typescript');

/** Whether a text can be run as it is, needs more lines, or cannot become a cell by adding some. */
export type Completeness = 'complete' | 'incomplete' | 'invalid';

export function completenessOf(source: string): Completeness {
  const { diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.Preserve },
  });
  if (!diagnostics.length) return 'complete';
  const end = source.trimEnd().length;
  const first = diagnostics[0]!;
  return OPEN.has(first.code) || (first.start ?? 0) >= end ? 'incomplete' : 'invalid';
}

/** A template literal or a comment that has no end. */
const OPEN = new Set([1160, 1010]);
