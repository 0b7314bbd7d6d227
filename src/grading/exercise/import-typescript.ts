import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import ts = require('typescript');
import { ExerciseError } from '../../notebook/index.js';
import * as grading from '../index.js';

const requireHere = createRequire(import.meta.url);

/** Imports a TypeScript module of an exercise's author into this process, with the relative modules that it imports.
 * `gradlab/grading` means this very gradlab, also where the exercise lies in a folder without packages; packages are
 * loaded when they are first used, so that a grader does not pay for what only its probes need. Never used on anything
 * that a student wrote.
 * @throws {ExerciseError} If it does not load. */
export function importTypeScript(file: string): Record<string, unknown> {
  return load(path.resolve(file), new Map());
}

type Loaded = Map<string, Record<string, unknown>>;

function load(file: string, loaded: Loaded): Record<string, unknown> {
  const known = loaded.get(file);
  if (known) return known;
  const exports: Record<string, unknown> = {};
  loaded.set(file, exports);
  try {
    const run = vm.runInThisContext(`(function (exports, require) {${transpile(file)}\n})`, {
      filename: file,
    }) as (...args: unknown[]) => void;
    run(exports, (name: string) => resolve(name, file, loaded));
  } catch (error) {
    if (error instanceof ExerciseError) throw error;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ExerciseError([{ file, message: `This module does not load: ${message}` }], { cause: error });
  }
  return exports;
}

function transpile(file: string): string {
  const { outputText, diagnostics = [] } = ts.transpileModule(fs.readFileSync(file, 'utf8'), {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const [first] = diagnostics;
  if (!first) return outputText;
  const { line = 0 } =
    first.file && first.start !== undefined ? first.file.getLineAndCharacterOfPosition(first.start) : {};
  throw new ExerciseError([
    { file, line: line + 1, message: ts.flattenDiagnosticMessageText(first.messageText, ' ') },
  ]);
}

function resolve(name: string, from: string, loaded: Loaded): unknown {
  if (name === 'gradlab/grading') return grading;
  if (!/^\.\.?\//.test(name)) return lazily(() => requireHere(name) as object);
  const base = path.resolve(path.dirname(from), name);
  const candidates = [base.replace(/\.js$/, '.ts'), `${base}.ts`];
  const file = candidates.find((candidate) => candidate.endsWith('.ts') && fs.existsSync(candidate));
  if (file === undefined) throw new Error(`Cannot find ${name}, imported here`);
  return load(file, loaded);
}

/** A module that is loaded when something of it is first used. */
function lazily(require: () => object): object {
  let module: object | undefined;
  const get = (name: string | symbol): unknown => {
    if (name === '__esModule') return true; // TypeScript's interop would read every name at once.
    module ??= require();
    return name === 'default' && !('default' in module) ? module : (Reflect.get(module, name) as unknown);
  };
  return new Proxy({}, { get: (_target, name) => get(name) });
}
