/** Text of strangers as comments of a TypeScript file in percent format: it ends no comment, begins no cell, is no mark of ours. */
export const asComment = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => inert(line).split(/[\r\u2028\u2029]/)).map((line) => `// ${line}`.trimEnd());

/** A line as it is, but that it begins no cell and is no mark of ours. */
export const inert = (line: string): string =>
  line.replace(/^(\s*(?:\/\/\s*)?)%%/, '$1\\%%').replace(/@(?=(?:FILL|SHOW|ANSWER)\b)/gi, '@ ');
