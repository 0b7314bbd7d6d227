import ts = require('typescript');
import { bareHost } from './bare-host.js';
import { cellDiagnostic, firstErrors, type CellDiagnostic } from './diagnostic.js';

/** What the parser found wrong in a cell, for people.
 * @param cell As `ts.createSourceFile` returned it. */
export function syntaxErrors(cell: ts.SourceFile): CellDiagnostic[] {
  return firstErrors(syntaxDiagnostics(cell)).map((error) => cellDiagnostic(error, cell));
}

/** The same as TypeScript has it. It tells by way of a program only; this one holds nothing else. */
export function syntaxDiagnostics(cell: ts.SourceFile): readonly ts.Diagnostic[] {
  const host = bareHost((fileName) => (fileName === cell.fileName ? cell : undefined));
  const program = ts.createProgram({ rootNames: [cell.fileName], options: OPTIONS, host });
  return program.getSyntacticDiagnostics(cell);
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.Preserve,
  noLib: true,
  noResolve: true,
  types: [],
};
