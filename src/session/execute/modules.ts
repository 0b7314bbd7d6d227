import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { dictionary, matches, replace } from '../primordials.js';
import { registerSourceMap } from './stack-trace.js';
import * as tslab from './tslab.js';

interface LocalModule {
  file: string;
  code: string;
  /** Where its lines come from; empty for JSON. */
  map: string;
}

/** Loads what cells import: packages as Node does, and the exercise's own modules as the compiler has translated them. */
export class Modules {
  readonly #require: NodeJS.Require;
  readonly #import: (name: string) => Promise<object>;
  /** The text of local modules, by file. */
  readonly #sources: Record<string, string | undefined> = dictionary(null);
  #loaded: Record<string, { exports: unknown } | undefined> = dictionary(null);
  /** Modules that `require` does not load, by name: those that only `import()` can, and the stock kernel's, which is stood in
   * for. */
  readonly #provided: Record<string, object | undefined> = dictionary(null);

  /** @param modulesFrom Packages are resolved as from a file in this folder. */
  constructor(modulesFrom: string) {
    const filename = path.join(modulesFrom, 'cell.js');
    this.#provided['tslab'] = tslab;
    this.#require = createRequire(filename);
    this.#import = vm.runInThisContext('(name) => import(name)', {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as (name: string) => Promise<object>;
  }

  /** Takes the current text of local modules; when one has changed, all are loaded anew. */
  update(modules: readonly LocalModule[]): void {
    for (let i = 0; i < modules.length; i++) {
      const { file, code, map } = modules[i]!;
      if (this.#sources[file] !== undefined && this.#sources[file] !== code) this.#loaded = dictionary(null);
      this.#sources[file] = code;
      if (map) registerSourceMap(file, map, 0);
    }
  }

  /** `require` for code in `folder`. */
  requireFrom(folder: string): NodeJS.Require {
    const load = (name: string) => this.load(name, folder);
    return assign(load, this.#require) as NodeJS.Require;
  }

  load(name: string, folder: string): unknown {
    if (isRelative(name)) {
      const file = this.#resolveLocal(path.resolve(folder, name));
      return file === undefined ? this.#require(path.resolve(folder, name)) : this.#loadLocal(file);
    }
    return this.#provided[name] ?? this.#require(name);
  }

  /** Dynamic import: a namespace with a default, as in a module. */
  async import(name: string, folder: string): Promise<unknown> {
    if (matches(/^(data|file):/, name)) return this.#import(name);
    try {
      return asNamespace(this.load(name, folder));
    } catch (error) {
      if (!needsImport(error)) throw error;
      return this.#import(name);
    }
  }

  /** Loads those imports of a cell that `require` cannot: modules that await at their top level, or that their package
   * gives to `import` only. */
  async prepare(names: readonly string[]): Promise<void> {
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      if (isRelative(name) || this.#provided[name]) continue;
      try {
        this.#require(name);
      } catch (error) {
        // Anything else is thrown again where the cell imports it.
        if (needsImport(error)) this.#provided[name] = asRequired(await this.#import(name));
      }
    }
  }

  #resolveLocal(base: string): string | undefined {
    const withoutJs = replace(base, /\.([mc]?)js$/, '.$1ts');
    const candidates = [
      base,
      withoutJs,
      `${base}.ts`,
      `${base}.mts`,
      `${base}.json`,
      path.join(base, 'index.ts'),
    ];
    for (let i = 0; i < candidates.length; i++) {
      const file = candidates[i]!;
      if (this.#sources[file] !== undefined) return file;
      if (this.#sources[realPath(file)] !== undefined) return realPath(file);
    }
    return undefined;
  }

  #loadLocal(file: string): unknown {
    const known = this.#loaded[file];
    if (known) return known.exports;
    const code = this.#sources[file]!;
    const module = { exports: {} as unknown };
    this.#loaded[file] = module;
    try {
      if (path.extname(file) === '.json') module.exports = JSON.parse(code);
      else {
        const run = runInThisContext(`(function (exports, require, module) {\n${code}\n})`, {
          filename: file,
          lineOffset: -1,
        }) as (...args: unknown[]) => void;
        run(module.exports, this.requireFrom(path.dirname(file)), module);
      }
    } catch (error) {
      this.#loaded[file] = undefined;
      throw error;
    }
    return module.exports;
  }
}

const { assign, create, keys, defineProperty } = Object;
const { runInThisContext } = vm;

const isRelative = (name: string) => matches(/^\.\.?(\/|$)/, name);

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

function needsImport(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return (
    code === 'ERR_REQUIRE_ASYNC_MODULE' ||
    code === 'ERR_REQUIRE_ESM' ||
    code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  );
}

function asNamespace(loaded: unknown): unknown {
  if (typeof loaded !== 'object' && typeof loaded !== 'function') return { default: loaded };
  if (
    loaded === null ||
    '__esModule' in loaded ||
    Object.prototype.toString.call(loaded) === '[object Module]'
  )
    return loaded;
  return assign(create(null) as object, loaded, { default: loaded });
}

/** A module's namespace as translated imports read it: `__esModule` says that `default` is among the names. */
function asRequired(namespace: object): object {
  const exports = create(null) as object;
  const names = keys(namespace);
  for (let i = 0; i < names.length; i++) {
    const get = () => (namespace as Record<string, unknown>)[names[i]!];
    defineProperty(exports, names[i]!, { enumerable: true, get });
  }
  return defineProperty(exports, '__esModule', { value: true });
}
