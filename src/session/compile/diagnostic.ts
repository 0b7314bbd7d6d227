import ts = require('typescript');

/** One error of the TypeScript compiler in a cell. */
export interface CellDiagnostic {
  /** TypeScript's number, e.g. 2322. */
  code: number;
  /** 1-based, in the cell as written. */
  line: number;
  /** 1-based. */
  column: number;
  /** Characters that the error covers. */
  length: number;
  message: string;
}

/** A diagnostic as data, positioned in the cell. */
export function cellDiagnostic(diagnostic: ts.Diagnostic, lineMap: ts.SourceFileLike, lineOffset = 0): CellDiagnostic {
  const { line, character } = ts.getLineAndCharacterOfPosition(lineMap, diagnostic.start ?? 0);
  return {
    code: diagnostic.code,
    line: line + 1 - lineOffset,
    column: character + 1,
    length: diagnostic.length ?? 1,
    message: reworded(diagnostic.code, ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
  };
}

/** Names of earlier cells are aliases to TypeScript; students have never imported them. */
function reworded(code: number, message: string): string {
  return code === 2632 ? message.replace(' because it is an import', ': it is not a variable') : message;
}
