import ts = require('typescript');

/** Gives a file of a program another text while the program's checker lives, so that what the checker knows of all other files
 * serves the new text, too: a program and a checker of its own would cost ten times as much as checking a cell.
 *
 * TypeScript has no such function. The file stays the same object, with the syntax tree of the new text, and is bound anew. That
 * is sound as long as the checker has not looked into the file yet, and both texts import the same modules and declare nothing
 * global. */
export function fillFile(file: ts.SourceFile, text: string, options: ts.CompilerOptions): void {
  const parsed = ts.createSourceFile(file.fileName, text, ts.ScriptTarget.ESNext, true);
  const kept = Object.fromEntries(OF_PROGRAM.map((field) => [field, file[field as keyof ts.SourceFile]]));
  unsetNodeChildren(file, file);
  Object.assign(file, parsed, kept);
  for (const child of [...parsed.statements, parsed.endOfFileToken]) Object.assign(child, { parent: file });
  bindSourceFile(file, options);
}

/** What a program has noted in a file. */
const OF_PROGRAM = [
  'path',
  'resolvedPath',
  'originalFileName',
  'imports',
  'moduleAugmentations',
  'ambientModuleNames',
  'impliedNodeFormat',
  'packageJsonLocations',
  'packageJsonScope',
];

/** TypeScript's own, left out of its declarations. */
const { bindSourceFile, unsetNodeChildren } = ts as unknown as {
  /** Gives the names in a file their symbols. */
  bindSourceFile: (file: ts.SourceFile, options: ts.CompilerOptions) => void;
  /** Forgets the nodes and tokens in a node that its `getChildren` has found. */
  unsetNodeChildren: (node: ts.Node, file: ts.SourceFile) => void;
};
