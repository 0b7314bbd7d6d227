import ts = require('typescript');
import { readCellSyntax } from './cell-syntax.js';

/** The names that a cell defines at its top level, and all that it mentions. Never throws: what does not parse is read
 * as far as it goes. */
export function cellNames(source: string): { declared: ReadonlySet<string>; mentioned: ReadonlySet<string> } {
  let names = known.get(source);
  if (!names) {
    const { declared, identifiers } = readCellSyntax(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true));
    names = { declared: new Set(declared.keys()), mentioned: identifiers };
    if (known.size > 1000) known.clear();
    known.set(source, names);
  }
  return names;
}

/** Most cells of a class are the same. */
const known = new Map<string, { declared: ReadonlySet<string>; mentioned: ReadonlySet<string> }>();
