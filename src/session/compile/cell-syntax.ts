import ts = require('typescript');

/** How a top-level name of a cell came about; decides how later cells see it. */
export type NameKind =
  | 'let'
  | 'const'
  | 'var'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'interface'
  | 'type'
  | 'import'
  | 'ambient';

export interface DeclaredName {
  name: string;
  kind: NameKind;
  /** What the cell calls it, where `export { local as name }` renames it. */
  local: string;
  /** Module of `export { local as name } from '…'`; `local` is `*` for `export * as name`. */
  from?: string;
  /** Declared without a type and without a telling first value: its type is what it holds at the end of the cell. */
  evolving: boolean;
  /** Already exported by the student's own `export`. */
  exported: boolean;
  /** Also (or only) a type: interface, class, enum, type alias. */
  isType: boolean;
  isValue: boolean;
}

export interface CellSyntax {
  declared: Map<string, DeclaredName>;
  /** Every identifier in the cell: a superset of the names of earlier cells that it uses. */
  identifiers: Set<string>;
  /** Modules of `export * from '…'`. */
  starExports: string[];
  /** `using` or `await using` at the top level. */
  usesResources: boolean;
  /** `// @ts-nocheck` stands before the first statement. */
  unchecked: boolean;
  /** It may change what every later cell sees: what it loads can declare global names, and so can it. */
  mayChangeGlobals: boolean;
  /** Where it names what the compiler calls other cells. */
  reserved: ts.Identifier | ts.StringLiteralLike | undefined;
}

/** What the text that TypeScript checks calls the module of all cells; their modules' names begin with the scheme. */
export const CELLS = '__gradlab_cells';
export const CELL_SCHEME = 'gradlab-cells:';

/** Reads the top level of a cell: what it declares and which names it mentions.
 * @param sourceFile The parsed cell, with parents set. */
export function readCellSyntax(sourceFile: ts.SourceFile): CellSyntax {
  const declared = new Map<string, DeclaredName>();
  const starExports: string[] = [];
  const declare = (name: string, kind: NameKind, more: Partial<DeclaredName> = {}) => {
    const earlier = declared.get(name);
    const isType = TYPE_KINDS.has(kind);
    const isValue = kind !== 'interface' && kind !== 'type';
    const base =
      earlier && !isValue ? earlier : { name, kind, local: name, evolving: false, exported: false };
    declared.set(name, {
      ...base,
      ...more,
      isType: isType || (earlier?.isType ?? false),
      isValue: isValue || (earlier?.isValue ?? false),
    });
  };
  for (const statement of sourceFile.statements) declareStatement(statement, declare, starExports);
  for (const name of hoistedVars(sourceFile)) if (!declared.has(name)) declare(name, 'var');

  const identifiers = new Set<string>();
  let reserved: CellSyntax['reserved'];
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.add(node.text);
    if (isReserved(node)) reserved ??= node;
    ts.forEachChild(node, collect);
  };
  collect(sourceFile);
  const usesResources = sourceFile.statements.some(declaresResource);
  return {
    declared,
    identifiers,
    starExports,
    usesResources,
    unchecked: hasNoCheckComment(sourceFile),
    mayChangeGlobals: mayChangeGlobals(sourceFile),
    reserved,
  };
}

const isReserved = (node: ts.Node): node is NonNullable<CellSyntax['reserved']> =>
  ts.isIdentifier(node)
    ? node.text === CELLS
    : ts.isStringLiteralLike(node) && node.text.startsWith(CELL_SCHEME);

/** TypeScript's flag for `await using` is those of `const` and `using` together. */
const declaresResource = (statement: ts.Statement) =>
  ts.isVariableStatement(statement) &&
  (statement.declarationList.flags & ts.NodeFlags.Using) !== 0 &&
  !isConst(statement.declarationList);

const isConst = ({ flags }: ts.VariableDeclarationList) =>
  (flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;

const TYPE_KINDS = new Set<NameKind>(['class', 'enum', 'namespace', 'interface', 'type', 'import']);

type Declare = (name: string, kind: NameKind, more?: Partial<DeclaredName>) => void;

function declareStatement(statement: ts.Statement, declare: Declare, starExports: string[]): void {
  const exported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  const more = { exported: exported && !isDefault };
  const ambient = hasModifier(statement, ts.SyntaxKind.DeclareKeyword);
  if (ts.isVariableStatement(statement)) {
    const kind = ambient ? 'ambient' : variableKind(statement.declarationList);
    for (const declaration of statement.declarationList.declarations) {
      for (const name of boundNames(declaration.name)) {
        declare(name, kind, { ...more, evolving: kind !== 'ambient' && hasEvolvingType(declaration) });
      }
    }
  } else if (ts.isFunctionDeclaration(statement) && statement.name) {
    declare(statement.name.text, ambient ? 'ambient' : 'function', more);
  } else if (ts.isClassDeclaration(statement) && statement.name) {
    declare(statement.name.text, 'class', more);
  } else if (ts.isEnumDeclaration(statement)) {
    declare(statement.name.text, 'enum', more);
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    if (statement.name.text !== 'global') declare(statement.name.text, 'namespace', more);
  } else if (ts.isInterfaceDeclaration(statement)) {
    declare(statement.name.text, 'interface', more);
  } else if (ts.isTypeAliasDeclaration(statement)) {
    declare(statement.name.text, 'type', more);
  } else if (ts.isImportEqualsDeclaration(statement)) {
    declare(statement.name.text, 'import', more);
  } else if (ts.isImportDeclaration(statement)) {
    for (const name of importedNames(statement.importClause)) declare(name, 'import');
  } else if (ts.isExportDeclaration(statement)) {
    declareExport(statement, declare, starExports);
  }
}

function declareExport(statement: ts.ExportDeclaration, declare: Declare, starExports: string[]): void {
  const clause = statement.exportClause;
  const specifier = statement.moduleSpecifier;
  const from = specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
  if (!clause) {
    if (from !== undefined) starExports.push(from);
  } else if (ts.isNamespaceExport(clause)) {
    declare(clause.name.text, 'import', { exported: true, local: '*', from });
  } else {
    for (const { name, propertyName } of clause.elements) {
      if (name.text === 'default') continue;
      declare(name.text, 'import', { exported: true, local: (propertyName ?? name).text, from });
    }
  }
}

function variableKind(list: ts.VariableDeclarationList): NameKind {
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.Let) return 'let';
  return flags === 0 ? 'var' : 'const';
}

/** `const rows = []`, `let best;`, `let best = null`: TypeScript widens these by what is assigned later. */
function hasEvolvingType({ type, initializer, name }: ts.VariableDeclaration): boolean {
  if (type || !ts.isIdentifier(name)) return false;
  if (!initializer) return true;
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0;
  return (
    initializer.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(initializer) && initializer.text === 'undefined')
  );
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return [];
  const names = clause.name ? [clause.name.text] : [];
  const bindings = clause.namedBindings;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, bindings.name.text];
  return [...names, ...bindings.elements.map((element) => element.name.text)];
}

/** Names of `var` in blocks and loops: function-scoped, so they belong to the cell. */
function hoistedVars(sourceFile: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && variableKind(node) === 'var') {
      for (const declaration of node.declarations)
        boundNames(declaration.name).forEach((name) => names.add(name));
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of sourceFile.statements) {
    if (!hasModifier(statement, ts.SyntaxKind.DeclareKeyword)) visit(statement);
  }
  return names;
}

function hasNoCheckComment(sourceFile: ts.SourceFile): boolean {
  const text = sourceFile.text;
  const start = ts.getShebang(text)?.length ?? 0;
  const comments = ts.getLeadingCommentRanges(text, start) ?? [];
  return comments.some(({ pos, end }) => /^\/[/*]+\s*@ts-nocheck\b/.test(text.slice(pos, end)));
}

function mayChangeGlobals(sourceFile: ts.SourceFile): boolean {
  const { text, statements, referencedFiles, typeReferenceDirectives, libReferenceDirectives } = sourceFile;
  const loads = (statement: ts.Statement) =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
  return (
    /\b(import|declare)\b/.test(text) || // Also within comments: that costs time only.
    statements.some(loads) ||
    [referencedFiles, typeReferenceDirectives, libReferenceDirectives].some((list) => list.length > 0)
  );
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}
