import ts = require('typescript');
import { EARLIER_CELLS } from '../cell-modules.js';
import type { CellSyntax, NameKind } from './cell-syntax.js';
import { translate, type Translated } from './translate.js';

/** The JavaScript of a cell: body of an async function with the parameter `__gradlab`. The lines of its source map count one
 * line more than the cell: the first is the prologue. Across cells names are bound late, through `gradlab:earlier`; within the cell they stay
 * lexical, and accessors made in the prologue let other cells read and set them.
 * @param sourceFile The parsed cell.
 * @param earlier Names of earlier cells that the cell uses as values.
 * @param values Names that the cell declares and that exist at run time. */
export function emitCell(
  sourceFile: ts.SourceFile,
  syntax: CellSyntax,
  earlier: string[],
  values: string[],
): Translated {
  const text = `${prologue(syntax, earlier, values)}\n${withoutExports(sourceFile).replace(/^#!/, '//')}`;
  return translate(text, { before: [captureValue], after: [useOwnRequire, keepCallPositions] });
}

function prologue(syntax: CellSyntax, earlier: string[], values: string[]): string {
  const accessors = values.map((name) => {
    const { kind, local, from } = syntax.declared.get(name)!;
    if (from !== undefined) {
      const loaded = `__gradlab.require(${JSON.stringify(from)})`;
      return `[${JSON.stringify(name)}, () => ${local === '*' ? loaded : `${loaded}.${local}`}]`;
    }
    const settable = kind === 'let' || kind === 'var' || kind === 'function' || kind === 'class';
    const setter = settable ? `, (__gradlab_v: any) => { ${local} = __gradlab_v; }` : '';
    const read = isEmittedAsVar(kind, syntax) ? `__gradlab.reached(${local})` : local;
    return `[${JSON.stringify(name)}, () => ${read}${setter}]`;
  });
  const kept = values.filter((name) => syntax.declared.get(name)!.kind === 'var');
  return [
    earlier.length ? `import { ${earlier.join(', ')} } from '${EARLIER_CELLS}';` : '',
    ...kept.map((name) => `if (__gradlab.has('${name}')) ${name} = __gradlab.get('${name}');`),
    `__gradlab.define([${accessors.join(', ')}]);`,
    ...syntax.starExports.map(
      (module) => `__gradlab.defineAll(__gradlab.require(${JSON.stringify(module)}));`,
    ),
    'export {};',
  ].join(' ');
}

/** TypeScript emits these as `var`: they have no temporal dead zone that would tell whether they were reached. */
function isEmittedAsVar(kind: NameKind, { usesResources }: CellSyntax): boolean {
  if (kind === 'enum' || kind === 'namespace') return true;
  return usesResources && (kind === 'let' || kind === 'const' || kind === 'class');
}

/** The cell without the keyword `export`, at the same positions: the prologue has exported already. */
function withoutExports(sourceFile: ts.SourceFile): string {
  let text = sourceFile.text;
  const blank = (start: number, end: number) => {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
  };
  for (const statement of sourceFile.statements.slice().reverse()) {
    if (ts.isExportDeclaration(statement)) blank(statement.getStart(sourceFile), statement.end);
    const modifiers = ts.canHaveModifiers(statement)
      ? (ts.getModifiers(statement) ?? []).filter(isExportModifier)
      : [];
    if (!modifiers.length) continue;
    const isAnonymous =
      (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && !statement.name;
    if (isAnonymous) text = `${text.slice(0, statement.end)})${text.slice(statement.end)}`;
    for (const modifier of modifiers) blank(modifier.getStart(sourceFile), modifier.end);
    const last = modifiers.at(-1)!.end;
    if (isAnonymous) text = `${text.slice(0, last - 1)}(${text.slice(last)}`;
  }
  return text;
}

/** The last expression becomes the cell's value, imports come first, and an interrupted cell does not go on after `await`. */
const captureValue: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const harness = (member: string) =>
    factory.createPropertyAccessExpression(factory.createIdentifier('__gradlab'), member);
  const valueOf = (expression: ts.Expression) =>
    factory.createExpressionStatement(
      factory.createAssignment(harness('value'), factory.createParenthesizedExpression(expression)),
    );
  const visitExpression = (node: ts.Node): ts.Node => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return harness('meta');
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const args = node.arguments.map((argument) => ts.visitNode(argument, visitExpression) as ts.Expression);
      return factory.createCallExpression(harness('import'), undefined, args);
    }
    if (ts.isAwaitExpression(node)) {
      const awaited = ts.visitEachChild(node, visitExpression, context);
      return factory.createCallExpression(harness('resume'), undefined, [awaited]);
    }
    if (ts.isForOfStatement(node) && node.awaitModifier) {
      const { initializer, expression, statement } = ts.visitEachChild(node, visitExpression, context);
      const resume = factory.createCallExpression(harness('resume'), undefined, []);
      const body = factory.createBlock([factory.createExpressionStatement(resume), statement], true);
      return factory.updateForOfStatement(node, node.awaitModifier, initializer, expression, body);
    }
    return ts.visitEachChild(node, visitExpression, context);
  };
  return (sourceFile) => {
    const visited = ts.visitEachChild(sourceFile, visitExpression, context);
    const last = visited.statements.at(-1);
    const statements = visited.statements.flatMap((statement): ts.Statement[] => {
      if (statement === last && ts.isExpressionStatement(statement)) {
        return [ts.setTextRange(valueOf(statement.expression), statement)];
      }
      if (ts.isExportAssignment(statement))
        return [ts.setTextRange(valueOf(statement.expression), statement)];
      return [statement];
    });
    // Imports are loaded first, wherever they stand; the prologue ends with the only export that is left.
    const start = statements.findIndex(ts.isExportDeclaration) + 1;
    const own = statements.slice(start);
    const others = own.filter((statement) => !ts.isImportDeclaration(statement));
    const marksModule = factory.createExportDeclaration(undefined, false, factory.createNamedExports([]));
    return factory.updateSourceFile(visited, [
      ...statements.slice(0, start),
      ...own.filter(ts.isImportDeclaration),
      ...others,
      marksModule,
    ]);
  };
};

const isExportModifier = ({ kind }: ts.Modifier) =>
  kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;

/** Imports load through the harness, also where a cell names a variable `require` or `exports`. */
const useOwnRequire: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require' &&
      node.pos < 0
    ) {
      const own = factory.createPropertyAccessExpression(factory.createIdentifier('__gradlab'), 'require');
      return factory.updateCallExpression(node, own, node.typeArguments, node.arguments);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return (sourceFile) => {
    const statements = sourceFile.statements.filter((statement) => !marksModule(statement));
    return ts.visitEachChild(factory.updateSourceFile(sourceFile, statements), visit, context);
  };
};

/** `f()` is emitted as `(0, cell_1.f)()`, where V8 takes the end of `cell_1.f` for the call's position: without an entry
 * of its own in the source map, that is where `f` begins. */
const keepCallPositions: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const substitute = context.onSubstituteNode;
  context.onSubstituteNode = (hint, node) => {
    const substituted = substitute(hint, node);
    if (
      substituted !== node &&
      ts.isCallExpression(substituted) &&
      ts.isPropertyAccessExpression(substituted.expression)
    ) {
      const { expression } = substituted;
      for (const part of [expression, expression.name])
        ts.setEmitFlags(part, ts.EmitFlags.NoTrailingSourceMap);
    }
    return substituted;
  };
  return (sourceFile) => sourceFile;
};

/** `Object.defineProperty(exports, "__esModule", …)`, which TypeScript puts first. */
function marksModule(statement: ts.Statement): boolean {
  if (
    statement.pos >= 0 ||
    !ts.isExpressionStatement(statement) ||
    !ts.isCallExpression(statement.expression)
  )
    return false;
  const [target, name] = statement.expression.arguments;
  return (
    target !== undefined &&
    ts.isIdentifier(target) &&
    target.text === 'exports' &&
    name !== undefined &&
    ts.isStringLiteral(name) &&
    name.text === '__esModule'
  );
}
