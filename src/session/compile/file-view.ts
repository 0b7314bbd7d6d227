import fs from 'node:fs';
import path from 'node:path';

/** The files that the compiler may read: declarations of the packages beside `modulesFrom`, TypeScript's own, gradlab's
 * built declarations and the exercise's listed files. Everything else does not exist for it, so that neither an import
 * nor a `reference path` can bring a grader, another submission or a system file into an error message. */
export class FileView {
  readonly #roots: string[];
  readonly #localFiles: ReadonlySet<string>;
  readonly #localRoot: string | undefined;
  readonly #realpaths = new Map<string, string | undefined>();
  readonly #directories = new Map<string, boolean>();

  /** @param packageRoots Folders whose declarations may be read, symbolic links resolved.
   * @param local The notebook's folder, with the files in it that cells may import; all of its `.ts` and `.json`
   * files where `files` is left out. */
  constructor(packageRoots: string[], local?: { root: string; files?: string[] }) {
    this.#roots = packageRoots.map((root) => real(root) ?? root);
    this.#localRoot = local && !local.files ? real(local.root) : undefined;
    const root = local && (real(local.root) ?? local.root);
    this.#localFiles = new Set((local?.files ?? []).map((file) => path.resolve(root!, file)));
  }

  allowsFile(file: string): boolean {
    const target = this.#real(file);
    if (target === undefined) return false;
    if (this.isLocal(file)) return true;
    return /\.(d\.[mc]?ts|json)$/.test(target) && this.#roots.some((root) => contains(root, target));
  }

  /** True for the exercise's own modules, which are compiled with the cell. */
  isLocal(file: string): boolean {
    const target = this.#real(file);
    if (target === undefined || !/\.(ts|mts|json)$/.test(target)) return false;
    if (this.#localFiles.has(target)) return true;
    if (!this.#localRoot || /[\\/]node_modules[\\/]/.test(target)) return false;
    return contains(this.#localRoot, target);
  }

  fileExists(file: string): boolean {
    return this.allowsFile(file) && isFile(file);
  }

  directoryExists(directory: string): boolean {
    let known = this.#directories.get(directory);
    if (known === undefined) {
      const target = real(directory);
      known =
        target !== undefined &&
        (this.#leadsToRoot(directory) || this.#roots.some((root) => contains(root, target)));
      this.#directories.set(directory, known);
    }
    return known;
  }

  readFile(file: string): string | undefined {
    if (!this.allowsFile(file)) return undefined;
    try {
      return fs.readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  }

  realpath(file: string): string {
    return this.#real(file) ?? file;
  }

  #leadsToRoot(directory: string): boolean {
    const own = path.resolve(directory);
    const local = this.#localRoot
      ? [this.#localRoot]
      : [...this.#localFiles].map((file) => path.dirname(file));
    return [...this.#roots, ...local].some((root) => contains(own, root) || contains(root, own));
  }

  #real(file: string): string | undefined {
    if (!this.#realpaths.has(file)) this.#realpaths.set(file, real(file));
    return this.#realpaths.get(file);
  }

  /** Forgets what was looked up about local files, so that changed ones are read again. */
  refresh(): void {
    for (const map of [this.#realpaths, this.#directories]) {
      for (const file of map.keys()) if (!/[\\/]node_modules([\\/]|$)/.test(file)) map.delete(file);
    }
  }
}

function contains(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}

function real(file: string): string | undefined {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}

const isFile = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
