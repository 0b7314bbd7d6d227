import { createRequire } from 'node:module';
import { kindOf } from '../kind-of.js';
import { tableBundle } from './table-bundle.js';

/** A table with named columns: an Arquero table, with the types of its rows.
 *
 * These are the members that the course uses. Arquero has many more: `import * as aq from 'arquero'`.
 * @see idl.uw.edu/arquero */
export interface Table<Row extends object> extends Iterable<Row> {
  numRows(): number;
  numCols(): number;
  columnNames(): string[];
  /** The rows as objects. */
  objects(): Row[];
  /** A column as an array. */
  array<Name extends keyof Row & string>(name: Name): Row[Name][];
  /** A value of a column.
   * @param row Counts from 0; the first row by default. */
  get<Name extends keyof Row & string>(name: Name, row?: number): Row[Name];
  /** Sorted by columns, ascending. */
  orderby(...names: (keyof Row & string)[]): Table<Row>;
  /** Rows from start, 0 by default, up to end, which is left out. */
  slice(start: number, end?: number): Table<Row>;
}

/** Makes an Arquero table of rows. As the last expression of a cell, or with `show`, it is displayed as such.
 * @param rows Objects with the same keys, which become the columns.
 * @throws {TypeError} If rows is not an array of objects.
 * @throws {RangeError} If two rows have different keys.
 * @example Usage
 * ```ts
 * const results = table([{ optimizer: 'SGD', accuracy: 0.91 }, { optimizer: 'Adam', accuracy: 0.94 }]);
 * results.array('accuracy'); // [0.91, 0.94]
 * ``` */
export function table<Row extends object>(rows: readonly Row[]): Table<Row> {
  checkRows(rows);
  return arquero().from(rows);
}

interface Arquero {
  from<Row extends object>(rows: readonly Row[]): Table<Row>;
  ColumnTable: { prototype: object };
}

let loaded: Arquero | undefined;

/** Arquero, loaded with the first table: 90 ms that most notebooks need not spend. */
function arquero(): Arquero {
  if (loaded) return loaded;
  loaded = createRequire(import.meta.url)('arquero') as Arquero;
  // What a kernel asks of the value of a cell.
  Object.defineProperty(loaded.ColumnTable.prototype, Symbol.for('Jupyter.display'), {
    value(this: Table<object>) {
      return tableBundle(this);
    },
    configurable: true,
  });
  return loaded;
}

function checkRows(rows: readonly object[]): void {
  if (!Array.isArray(rows)) throw new TypeError(`table needs an array of rows: got ${kindOf(rows)}`);
  let first: string[] | undefined;
  for (const [i, row] of (rows as readonly unknown[]).entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new TypeError(`table needs rows that are objects: rows[${i}] is ${kindOf(row)}`);
    }
    const names = Object.keys(row);
    first ??= names;
    const missing =
      first.find((name) => !names.includes(name)) ?? names.find((name) => !first!.includes(name));
    if (missing !== undefined) {
      throw new RangeError(
        `table needs rows with the same keys: '${missing}' is in ${first.includes(missing) ? `rows[0] and not in rows[${i}]` : `rows[${i}] and not in rows[0]`}`,
      );
    }
  }
}
