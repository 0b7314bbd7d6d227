import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

interface LocalModule {
  file: string;
  code: string;
}

/** Loads what cells import: packages as Node does, and the exercise's own modules as the compiler has translated them. */
export class Modules {
  readonly #require: NodeJS.Require;
  readonly #loaded = new Map<string, { code: string; exports: unknown }>();
  readonly #sources = new Map<string, string>();
  readonly #asynchronous = new Map<string, unknown>();

  /** @param modulesFrom Packages are resolved as from a file in this folder. */
  constructor(modulesFrom: string) {
    this.#require = createRequire(path.join(modulesFrom, 'cell.js'));
  }

  /** Takes the current text of local modules; a changed one is loaded anew. */
  update(modules: LocalModule[]): void {
    let changed = false;
    for (const { file, code } of modules) {
      if (this.#sources.has(file) && this.#sources.get(file) !== code) changed = true;
      this.#sources.set(file, code);
    }
    if (changed) this.#loaded.clear();
  }

  /** `require` for code in `folder`. */
  requireFrom(folder: string): NodeJS.Require {
    const load = (name: string) => this.load(name, folder);
    return Object.assign(load, this.#require) as NodeJS.Require;
  }

  load(name: string, folder: string): unknown {
    if (/^\.\.?(\/|$)/.test(name)) {
      const file = this.#resolveLocal(path.resolve(folder, name));
      return file === undefined ? this.#require(path.resolve(folder, name)) : this.#loadLocal(file);
    }
    if (this.#asynchronous.has(name)) return this.#asynchronous.get(name);
    return this.#require(name);
  }

  /** Dynamic import: a namespace with a default, as in a module. */
  async import(name: string, folder: string): Promise<unknown> {
    try {
      return asNamespace(this.load(name, folder));
    } catch (error) {
      if (!isAsyncModule(error)) throw error;
      return this.#importAsync(name);
    }
  }

  /** Loads those imports of a cell that `require` cannot, since they await at their top level. */
  async prepare(names: string[], folder: string): Promise<void> {
    for (const name of names) {
      try {
        this.load(name, folder);
      } catch (error) {
        if (isAsyncModule(error)) await this.#importAsync(name);
        // Anything else is thrown again where the cell imports it.
      }
    }
  }

  async #importAsync(name: string): Promise<unknown> {
    const namespace: unknown = await import(pathToFileURL(this.#require.resolve(name)).href);
    this.#asynchronous.set(name, namespace);
    return namespace;
  }

  #resolveLocal(base: string): string | undefined {
    const withoutJs = base.replace(/\.([mc]?)js$/, '.$1ts');
    const candidates = [base, withoutJs, `${base}.ts`, `${base}.mts`, `${base}.json`, path.join(base, 'index.ts')];
    const known = (file: string) => this.#sources.has(file) || this.#sources.has(realPath(file));
    const found = candidates.find(known);
    return found === undefined ? undefined : this.#sources.has(found) ? found : realPath(found);
  }

  #loadLocal(file: string): unknown {
    const known = this.#loaded.get(file);
    const code = this.#sources.get(file)!;
    if (known) return known.exports;
    if (file.endsWith('.json')) return JSON.parse(code) as unknown;
    const module = { exports: {} as unknown };
    this.#loaded.set(file, { code, exports: module.exports });
    const run = vm.runInThisContext(`(function (exports, require, module) {${code}\n})`, { filename: file }) as (...args: unknown[]) => void;
    run(module.exports, this.requireFrom(path.dirname(file)), module);
    this.#loaded.set(file, { code, exports: module.exports });
    return module.exports;
  }
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

function isAsyncModule(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ERR_REQUIRE_ASYNC_MODULE' || code === 'ERR_REQUIRE_ESM';
}

function asNamespace(loaded: unknown): unknown {
  if (typeof loaded !== 'object' && typeof loaded !== 'function') return { default: loaded };
  if (loaded === null || '__esModule' in loaded || Object.prototype.toString.call(loaded) === '[object Module]') return loaded;
  return Object.assign(Object.create(null), loaded, { default: loaded }) as unknown;
}
