import ts = require('typescript');
import type { LivePlace } from './completions.js';

/** Whose members are asked for, as in `data.rows[0].na|`.
 * @param start Where the cell begins in the file; variables of earlier cells are declared before it. */
export function livePlace(
  program: ts.Program,
  file: ts.SourceFile,
  at: number,
  start: number,
): LivePlace | undefined {
  let access: ts.PropertyAccessExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (at < node.pos || at > node.end) return;
    if (ts.isPropertyAccessExpression(node) && at > node.expression.end) access = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const keys: string[] = [];
  let value: ts.Expression | undefined = access?.expression;
  while (value && !ts.isIdentifier(value)) {
    if (ts.isPropertyAccessExpression(value)) keys.unshift(value.name.text);
    else if (ts.isElementAccessExpression(value) && ts.isLiteralExpression(value.argumentExpression))
      keys.unshift(value.argumentExpression.text);
    else if (!ts.isNonNullExpression(value) && !ts.isParenthesizedExpression(value)) return undefined;
    value = value.expression;
  }
  const declaration = value && program.getTypeChecker().getSymbolAtLocation(value)?.valueDeclaration;
  const isEarlier = declaration?.getSourceFile() === file && declaration.pos < start;
  return isEarlier && ts.isVariableDeclaration(declaration) ? { name: value!.text, keys } : undefined;
}
