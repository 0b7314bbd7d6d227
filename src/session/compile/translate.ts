import ts = require('typescript');
import { bareHost } from './bare-host.js';
import { fillFile } from './fill-file.js';

export interface Translated {
  /** CommonJS. */
  js: string;
  /** Source map of `js` as JSON. */
  map: string;
}

/** Translates a text to JavaScript by itself, whatever it imports and whatever its types.
 *
 * As `ts.transpileModule` does, but that takes twice as long: it makes a program and a checker for each text. */
export function translate(text: string, transformers?: ts.CustomTransformers): Translated {
  if (unused.length === 0) program = ts.createProgram((unused = emptyFiles()), OPTIONS, host);
  const file = program!.getSourceFile(unused.pop()!)!;
  fillFile(file, text, OPTIONS);
  const written = { js: '', map: '' };
  const write = (name: string, content: string) => (written[name.endsWith('.map') ? 'map' : 'js'] = content);
  program!.emit(file, write, undefined, undefined, transformers);
  return { js: written.js.replace(MAP_COMMENT, '\n'), map: written.map };
}

const MAP_COMMENT = /\n?\/\/# sourceMappingURL=.*\s*$/;

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
  sourceMap: true,
  isolatedModules: true,
  noCheck: true,
  noLib: true,
  noResolve: true,
  types: [],
};

/** Texts that share a program. */
const FILES = 100;

/** Every text has the same name for its source map: one that it cannot import. */
const emptyFiles = () => Array.from({ length: FILES }, (_, index) => `${index}/__gradlab.ts`);

let program: ts.Program | undefined;
let unused: string[] = [];

const host = bareHost((file) => ts.createSourceFile(file, '', OPTIONS.target!, true));
