import ts = require('typescript');
import { EARLIER_CELLS } from '../cell-modules.js';
import type { CellSyntax } from './cell-syntax.js';

export interface EmittedCell {
  /** Body of an async function with the parameter `__gradlab`. */
  js: string;
  /** Source map of `js` as JSON; its lines count one line more than the cell: the first is the prologue. */
  map: string;
}

/** The JavaScript of a cell. Across cells names are bound late, through `gradlab:earlier`; within the cell they stay
 * lexical, and accessors made in the prologue let other cells read and set them.
 * @param earlier Names of earlier cells that the cell uses as values.
 * @param values Names that the cell declares and that exist at run time. */
export function emitCell(source: string, fileName: string, syntax: CellSyntax, earlier: string[], values: string[]): EmittedCell {
  const text = `${prologue(syntax, earlier, values)}\n${source.replace(/^#!/, '//')}`;
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      sourceMap: true,
    },
    transformers: { before: [captureValueAndStripExports], after: [useOwnRequire] },
  });
  return { js: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText ?? '' };
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
    return `[${JSON.stringify(name)}, () => ${local}${setter}]`;
  });
  const kept = values.filter((name) => syntax.declared.get(name)!.kind === 'var');
  return [
    earlier.length ? `import { ${earlier.join(', ')} } from '${EARLIER_CELLS}';` : '',
    ...kept.map((name) => `if (__gradlab.has('${name}')) ${name} = __gradlab.get('${name}');`),
    `__gradlab.define([${accessors.join(', ')}]);`,
    ...syntax.starExports.map((module) => `__gradlab.defineAll(__gradlab.require(${JSON.stringify(module)}));`),
    'export {};',
  ].join(' ');
}

/** The last expression becomes the cell's value; `export` goes, since the prologue has exported already. */
const captureValueAndStripExports: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const harness = (member: string) => factory.createPropertyAccessExpression(factory.createIdentifier('__gradlab'), member);
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
    return ts.visitEachChild(node, visitExpression, context);
  };
  return (sourceFile) => {
    const visited = ts.visitEachChild(sourceFile, visitExpression, context);
    const last = visited.statements.at(-1);
    const statements = visited.statements.flatMap((statement): ts.Statement[] => {
      if (statement === last && ts.isExpressionStatement(statement)) {
        return [ts.setTextRange(valueOf(statement.expression), statement)];
      }
      if (ts.isExportAssignment(statement)) return [ts.setTextRange(valueOf(statement.expression), statement)];
      if (ts.isExportDeclaration(statement)) return [];
      return [withoutExport(statement, factory)];
    });
    return factory.updateSourceFile(visited, [...statements, factory.createExportDeclaration(undefined, false, factory.createNamedExports([]))]);
  };
};

function withoutExport(statement: ts.Statement, factory: ts.NodeFactory): ts.Statement {
  if (!ts.canHaveModifiers(statement)) return statement;
  const modifiers = ts.getModifiers(statement);
  if (!modifiers?.some(isExportModifier)) return statement;
  const kept = modifiers.filter((modifier) => !isExportModifier(modifier));
  if (ts.isVariableStatement(statement)) {
    return factory.updateVariableStatement(statement, kept, statement.declarationList);
  }
  if (ts.isFunctionDeclaration(statement)) {
    const { asteriskToken, typeParameters, parameters, type, body } = statement;
    const name = statement.name ?? factory.createUniqueName('anonymous');
    return factory.updateFunctionDeclaration(statement, kept, asteriskToken, name, typeParameters, parameters, type, body);
  }
  if (ts.isClassDeclaration(statement)) {
    const { typeParameters, heritageClauses, members } = statement;
    const name = statement.name ?? factory.createUniqueName('anonymous');
    const decorators = ts.getDecorators(statement) ?? [];
    return factory.updateClassDeclaration(statement, [...decorators, ...kept], name, typeParameters, heritageClauses, members);
  }
  if (ts.isEnumDeclaration(statement)) return factory.updateEnumDeclaration(statement, kept, statement.name, statement.members);
  if (ts.isModuleDeclaration(statement)) return factory.updateModuleDeclaration(statement, kept, statement.name, statement.body);
  if (ts.isImportEqualsDeclaration(statement)) {
    return factory.updateImportEqualsDeclaration(statement, kept, statement.isTypeOnly, statement.name, statement.moduleReference);
  }
  return statement;
}

const isExportModifier = ({ kind }: ts.Modifier) =>
  kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;

/** Imports load through the harness, also where a cell names a variable `require` or `exports`. */
const useOwnRequire: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require' && node.pos < 0) {
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

/** `Object.defineProperty(exports, "__esModule", …)`, which TypeScript puts first. */
function marksModule(statement: ts.Statement): boolean {
  if (statement.pos >= 0 || !ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  const [target, name] = statement.expression.arguments;
  return target !== undefined && ts.isIdentifier(target) && target.text === 'exports' && name !== undefined && ts.isStringLiteral(name) && name.text === '__esModule';
}
