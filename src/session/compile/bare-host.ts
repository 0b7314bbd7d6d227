import type ts from 'typescript';

/** A host for programs that hold the files they are given and nothing else: no library, nothing on disk. */
export const bareHost = (getSourceFile: ts.CompilerHost['getSourceFile']): ts.CompilerHost => ({
  getSourceFile,
  fileExists: () => false,
  readFile: () => undefined,
  writeFile: () => {},
  getDefaultLibFileName: () => '',
  getCurrentDirectory: () => '',
  getCanonicalFileName: (fileName) => fileName,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => '\n',
});
