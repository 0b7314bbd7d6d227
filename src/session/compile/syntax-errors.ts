import ts = require('typescript');
import { cellDiagnostic, firstErrors, type CellDiagnostic } from './diagnostic.js';

/** What the parser found wrong in a cell, for people.
 * @param cell As `ts.createSourceFile` returned it. */
export function syntaxErrors(cell: ts.SourceFile): CellDiagnostic[] {
  return firstErrors(syntaxDiagnostics(cell)).map((error) => cellDiagnostic(error, cell));
}

/** The same as TypeScript has it. Its public way to them is a program of the one file, which costs as much as parsing it three times. */
export const syntaxDiagnostics = (cell: ts.SourceFile): readonly ts.Diagnostic[] =>
  ts.sortAndDeduplicateDiagnostics(
    (cell as ts.SourceFile & { parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics,
  );
