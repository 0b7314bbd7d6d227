import type { CellScope, ScopeName } from './cell-scope.js';
import { CELL_SCHEME, CELLS, type CellSyntax, type DeclaredName } from './cell-syntax.js';

/** Module that exports every cell as `s1`, `s2`, … and its type as `t1`, `t2`, …: the same text for the whole session,
 * so that TypeScript keeps the structure of its program from cell to cell. */
export const CELLS_MODULE = `${CELL_SCHEME}cells`;

/** The text that TypeScript checks for a cell: the cell as written, so that positions need no translation, and after
 * it the declarations of the earlier names that it uses and the exports of its own. */
export function checkedText(source: string, syntax: CellSyntax, scope: CellScope): string {
  return [source, ...earlierNames(syntax, scope), ...ownExports(syntax)].join('\n');
}

/** A cell that is being written. */
export interface EditedCell {
  source: string;
  /** With all earlier names declared before it: a bracket that is still open would take them in. */
  text: string;
  /** Where the cell begins in the text. */
  start: number;
}

export function editedCell(source: string, syntax: CellSyntax, scope: CellScope): EditedCell {
  const identifiers = new Set([...syntax.identifiers, ...scope.names(), ...Object.keys(GLOBALS)]);
  const before = earlierNames({ ...syntax, identifiers }, scope).join('\n');
  return { source, text: `${before}\n${source}`, start: before.length + 1 };
}

function earlierNames(syntax: CellSyntax, scope: CellScope): string[] {
  const lines = [`;import ${CELLS} = require('${CELLS_MODULE}');`];
  for (const name of scope.usedBy(syntax)) lines.push(...earlierName(name, syntax.declared.get(name), scope));
  return [...lines, ...globalsOf(syntax, scope)];
}

/** An empty slot, for a cell to come. */
export const EMPTY_SLOT = `import ${CELLS} = require('${CELLS_MODULE}');export {};`;

/** The text of the module that holds all slots. */
export function cellsModuleText(slots: number): string {
  return Array.from({ length: slots }, (_, index) => exportSlot(index + 1)).join('\n');
}

const exportSlot = (slot: number) =>
  `import s${slot} = require('${CELL_SCHEME}s${slot}'); export { s${slot} }; export type t${slot} = typeof s${slot};`;

/** Functions that cells have beside those of Node. */
const GLOBALS: Record<string, string> = {
  prompt: 'declare function prompt(message?: string, initial?: string): string;',
  promptSecret: 'declare function promptSecret(message?: string): string;',
  confirm: 'declare function confirm(message?: string): boolean;',
  alert: 'declare function alert(message?: string): void;',
};

function globalsOf({ identifiers, declared }: CellSyntax, scope: CellScope): string[] {
  return Object.keys(GLOBALS)
    .filter((name) => identifiers.has(name) && !declared.has(name) && !scope.value(name))
    .map((name) => GLOBALS[name]!);
}

function earlierName(name: string, own: DeclaredName | undefined, scope: CellScope): string[] {
  const value = own?.isValue ? undefined : scope.value(name);
  const type = own?.isType ? undefined : scope.type(name);
  if (value && type && value.slot === type.slot) return [alias(name, value)];
  const lines: string[] = [];
  // Where a type of another cell has the name too, an alias for the value would take it.
  if (value) lines.push(isVariable(value) || type ? declareVariable(name, value) : alias(name, value));
  if (type) lines.push(alias(name, type));
  return lines;
}

const isVariable = ({ kind }: ScopeName) => kind === 'let' || kind === 'var' || kind === 'const';

/** `declare let` lets a cell assign to it, with its type checked; an import alias would forbid that. Its type is not
 * written as `typeof cells.s1.k`: TypeScript would follow the cell's own control flow to narrow that, and may need `k` there. */
function declareVariable(name: string, { slot, kind }: ScopeName): string {
  return `declare ${kind === 'let' || kind === 'var' ? 'let' : 'const'} ${name}: ${CELLS}.t${slot}[${JSON.stringify(name)}];`;
}

const alias = (name: string, { slot }: ScopeName) => `import ${name} = ${CELLS}.s${slot}.${name};`;

function ownExports(syntax: CellSyntax): string[] {
  const exports: string[] = [];
  const opened: string[] = [];
  for (const { name, evolving, exported } of syntax.declared.values()) {
    if (exported) continue;
    if (evolving) opened.push(name);
    else exports.push(name);
  }
  const lines = [`export { ${exports.join(', ')} };`];
  if (opened.length) lines.push(OPEN);
  for (const name of opened) {
    lines.push(
      `export const __gradlab_${name} = __gradlab_open(${name}); export { __gradlab_${name} as ${name} };`,
    );
  }
  return lines;
}

/** What an evolving variable holds at the end of its cell; `any` where nothing was put in yet. */
const OPEN =
  'declare function __gradlab_open<T>(value: T): [T] extends [never[]] ? any[] : [T] extends [null | undefined] ? any : T;';
