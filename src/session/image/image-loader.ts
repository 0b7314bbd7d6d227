import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/** What was found out while packages were loaded by a Node that has its own loader: an image must do without it. */
export interface Recording {
  /** The file that a name leads to, by the importing file and the name. */
  files: Record<string, string>;
  /** V8's code cache of each file (base64), with the functions that have been compiled. */
  code: Record<string, string>;
}

export interface ImageModule {
  exports: unknown;
}

/** Loads CommonJS packages without Node's loader: a process that has used that cannot become a start-up image.
 *
 * Needs a recording of where names lead, or a function that finds out. */
export class ImageLoader {
  /** By file. */
  readonly modules = new Map<string, ImageModule>();
  readonly #recording: Recording;
  /** Those of a recording. */
  readonly #scripts = new Map<string, vm.Script>();
  readonly #resolve: ((name: string, from: string) => string) | undefined;
  readonly #builtin: (name: string) => unknown;

  /** @param builtin Loads Node's own modules.
   * @param resolve Finds the file of a package's module, as Node does. */
  constructor(
    recording: Recording,
    builtin: (name: string) => unknown,
    resolve?: (name: string, from: string) => string,
  ) {
    this.#recording = recording;
    this.#builtin = builtin;
    this.#resolve = resolve;
  }

  /** @param from The file that imports it.
   * @throws {Error} If the recording does not know the name. */
  load(name: string, from: string): unknown {
    return isBuiltin(name) ? this.#builtin(name) : this.loadFile(this.locate(name, from));
  }

  loadFile(file: string): unknown {
    const known = this.modules.get(file);
    if (known) return known.exports;
    const module: ImageModule = { exports: {} };
    this.modules.set(file, module);
    const text = fs.readFileSync(file, 'utf8');
    if (file.endsWith('.json')) return (module.exports = JSON.parse(text));
    const run = this.#compile(file, text).runInThisContext() as (...args: unknown[]) => void;
    const require = (name: string) => this.load(name, file);
    run.call(module.exports, module.exports, require, module, file, path.dirname(file));
    return module.exports;
  }

  /** Adds what V8 has compiled by now to the recording. */
  recordCode(): void {
    for (const [file, script] of this.#scripts)
      this.#recording.code[file] = script.createCachedData().toString('base64');
  }

  #compile(file: string, text: string): vm.Script {
    const code = this.#recording.code[file];
    const script = new vm.Script(
      `(function (exports, require, module, __filename, __dirname) { ${text}\n})`,
      {
        filename: file,
        ...(code === undefined ? {} : { cachedData: Buffer.from(code, 'base64') }),
      },
    );
    if (this.#resolve) this.#scripts.set(file, script); // What an image holds must not refer to scripts.
    return script;
  }

  /** The file that a name leads to.
   * @throws {Error} If the recording does not know the name. */
  locate(name: string, from: string): string {
    const key = `${from}\0${name}`;
    const file = (this.#recording.files[key] ??= this.#resolve?.(name, from) ?? '');
    if (!file) throw new Error(`Cannot load ${name}, imported by ${from}, into an image`);
    return file;
  }
}
