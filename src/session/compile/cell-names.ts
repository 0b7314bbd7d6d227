import ts = require('typescript');
import { readCellSyntax } from './cell-syntax.js';

interface CellNames {
  declared: ReadonlySet<string>;
  mentioned: ReadonlySet<string>;
}

/** The names that a cell defines at its top level, and all that it mentions. Never throws: what does not parse is read
 * as far as it goes, and what is nested too deeply for the parser has none. */
export function cellNames(source: string): CellNames {
  let names = known.get(source);
  if (!names) {
    names = readNames(source);
    if (known.size > 20_000) known.clear();
    known.set(source, names);
  }
  return names;
}

function readNames(source: string): CellNames {
  try {
    const { declared, identifiers } = readCellSyntax(
      ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true),
    );
    return { declared: new Set(declared.keys()), mentioned: identifiers };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // The stack has overflowed.
    return { declared: new Set(), mentioned: new Set() };
  }
}

/** Most cells of a class are the same. */
const known = new Map<string, CellNames>();
