import ts = require('typescript');
import { readCellSyntax } from './cell-syntax.js';

/** The names that a cell defines at its top level. Never throws: what does not parse is read as far as it goes, and what is
 * nested too deeply for the parser has none. Some texts keep the parser busy for ever: strangers' only in a process that
 * can be ended. */
export function declaredNames(source: string): string[] {
  try {
    const parsed = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
    return [...readCellSyntax(parsed).declared.keys()];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // The stack has overflowed.
    return [];
  }
}
