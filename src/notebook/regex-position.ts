import ts = require('typescript');

const K = ts.SyntaxKind;

/** Knows whether a slash divides or begins a regular expression, from the tokens before it. */
export class RegexPosition {
  #last: ts.SyntaxKind | undefined;
  #beforeLast: ts.SyntaxKind | undefined;
  /** What stands before each open parenthesis. */
  readonly #parentheses: (ts.SyntaxKind | undefined)[] = [];
  /** The last token closes the condition of an `if`, `while`, `for` or `with`. */
  #closedCondition = false;

  add(kind: ts.SyntaxKind): void {
    this.#closedCondition = false;
    if (kind === K.OpenParenToken) this.#parentheses.push(this.#last);
    if (kind === K.CloseParenToken)
      this.#closedCondition = CONDITIONS.has(this.#parentheses.pop() ?? K.Unknown);
    this.#beforeLast = this.#last;
    this.#last = kind;
  }

  /** After an operand a slash divides; elsewhere, after a condition, and on a line of its own after a block, it begins a
   * regular expression. */
  isRegex(onNewLine: boolean): boolean {
    const kind = this.#last;
    if (kind === undefined || this.#closedCondition) return true;
    if (kind === K.CloseBraceToken) return onNewLine;
    if (kind === K.ExclamationToken) return !isOperandEnd(this.#beforeLast);
    if (this.#beforeLast === K.DotToken || this.#beforeLast === K.QuestionDotToken) return false;
    return !isOperandEnd(kind);
  }
}

const CONDITIONS = new Set([K.IfKeyword, K.WhileKeyword, K.ForKeyword, K.WithKeyword]);

const OPERAND_ENDS = new Set([
  K.CloseParenToken,
  K.CloseBracketToken,
  K.CloseBraceToken,
  K.Identifier,
  K.PrivateIdentifier,
  K.NumericLiteral,
  K.BigIntLiteral,
  K.StringLiteral,
  K.RegularExpressionLiteral,
  K.NoSubstitutionTemplateLiteral,
  K.TemplateTail,
  K.ThisKeyword,
  K.SuperKeyword,
  K.TrueKeyword,
  K.FalseKeyword,
  K.NullKeyword,
  K.PlusPlusToken,
  K.MinusMinusToken,
]);

const OPERATOR_WORDS = new Set([K.AwaitKeyword, K.YieldKeyword, K.OfKeyword]);

/** Words such as `type` and `from` are names, too. */
function isOperandEnd(kind: ts.SyntaxKind | undefined): boolean {
  if (kind === undefined) return false;
  return (
    OPERAND_ENDS.has(kind) ||
    (kind > K.LastReservedWord && kind <= K.LastKeyword && !OPERATOR_WORDS.has(kind))
  );
}
