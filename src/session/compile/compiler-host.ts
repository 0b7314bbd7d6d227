import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts = require('typescript');
import { fileVersion } from '../image/file-version.js';
import { CELL_SCHEME } from './cell-syntax.js';
import type { FileView } from './file-view.js';
import { fillFile } from './fill-file.js';
import { importPaths } from './import-paths.js';

/** Folder of the cells: it exists for the compiler only. */
const CELL_FOLDER = path.resolve('/gradlab-cells');

const inCellFolder = (file: string) => path.dirname(path.resolve(file)) === CELL_FOLDER;

export interface CompilerHostOptions {
  view: FileView;
  /** Packages are looked up as if imported by a file in this folder. */
  modulesFrom: string;
  /** Relative imports are looked up in this folder: the notebook's. */
  localRoot?: string;
  options: ts.CompilerOptions;
  /** Declarations keep their comments, for people who ask what something is. Costs a tenth of a cold start. */
  documentation: boolean;
}

/** A compiler host over the cells in memory and the allowed files on disk.
 *
 * Look-ups are remembered for the life of the process, what package.json files say included: TypeScript does them again for
 * every file of every cell, which takes ten times as long as the rest of `createProgram`. */
export class CellCompilerHost implements ts.CompilerHost {
  /** Grows with each change of a cell, which a checker that has looked at all files would not notice. */
  generation = 0;
  readonly #cells = new Map<string, ts.SourceFile>();
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  /** Of the files in `#parsed` that exist. */
  readonly #fileVersions = new Map<string, string>();
  readonly #exists = new Map<string, boolean>();
  readonly #resolutions = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  readonly #typeResolutions = new Map<string, ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations>();
  readonly #libDirectory = path.dirname(ts.getDefaultLibFilePath({}));
  #view: FileView;
  readonly #modulesFrom: string;
  #localRoot: string | undefined;
  readonly #options: ts.CompilerOptions;
  readonly #documentation: boolean;
  /** What package.json files say, which `createProgram` wants to know of every file each time. */
  readonly #packages: ts.ModuleResolutionCache;

  constructor({ view, modulesFrom, localRoot, options, documentation }: CompilerHostOptions) {
    this.#view = view;
    this.#modulesFrom = modulesFrom;
    this.#localRoot = localRoot;
    this.#options = options;
    this.#documentation = documentation;
    this.#packages = ts.createModuleResolutionCache(CELL_FOLDER, this.getCanonicalFileName, options);
  }

  getModuleResolutionCache(): ts.ModuleResolutionCache {
    return this.#packages;
  }

  /** Puts the text of a cell (or of the cells' module) in place. */
  setCell(name: string, text: string): void {
    this.generation++;
    const file = cellFile(name);
    this.#cells.set(file, ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true));
  }

  /** Puts the text of a cell in place in the programs, too, that have the empty slot. */
  fillCell(name: string, text: string): void {
    this.generation++;
    fillFile(this.#cells.get(cellFile(name))!, text, this.#options);
  }

  /** Another notebook's files from now on; what was read of packages stays. */
  setLocal(view: FileView, localRoot: string | undefined): void {
    this.#view = view;
    this.#localRoot = localRoot;
    this.generation++;
    this.refreshLocalFiles();
  }

  /** Looks at local files anew: changed ones are read again, and files that were missing may exist now. */
  refreshLocalFiles(): void {
    this.#view.refresh();
    for (const file of this.#exists.keys()) if (!isOfPackage(file)) this.#exists.delete(file);
    for (const key of this.#resolutions.keys()) if (key.includes('\0.')) this.#resolutions.delete(key);
    for (const [file, source] of this.#parsed) {
      if (!isOfPackage(file) && this.#view.readFile(file) !== source?.text) this.#parsed.delete(file);
    }
  }

  getSourceFile(
    file: string,
    target: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    const cell = this.#cells.get(file);
    if (cell) return cell;
    if (!this.#parsed.has(file)) {
      const text = this.readFile(file);
      if (text !== undefined) this.#fileVersions.set(file, fileVersion(file));
      const languageVersion = typeof target === 'object' ? target.languageVersion : target;
      this.#parsed.set(file, text === undefined ? undefined : this.#parse(file, text, languageVersion));
    }
    return this.#parsed.get(file);
  }

  #parse(file: string, text: string, languageVersion: ts.ScriptTarget): ts.SourceFile {
    const { ParseAll, ParseNone } = ts.JSDocParsingMode;
    if (!this.#documentation)
      return ts.createSourceFile(file, text, { languageVersion, jsDocParsingMode: ParseNone });
    const options = { languageVersion, jsDocParsingMode: ParseAll };
    return ts.createLanguageServiceSourceFile(
      file,
      ts.ScriptSnapshot.fromString(text),
      options,
      PACKAGED,
      false,
    );
  }

  /** True while the files that have been read are as they were. */
  isUpToDate(): boolean {
    return [...this.#fileVersions].every(([file, version]) => fileVersion(file) === version);
  }

  fileExists(file: string): boolean {
    if (inCellFolder(file)) return this.#cells.has(file);
    let exists = this.#exists.get(file);
    if (exists === undefined) this.#exists.set(file, (exists = this.#view.fileExists(file)));
    return exists;
  }

  readFile(file: string): string | undefined {
    return this.#cells.get(file)?.text ?? this.#view.readFile(file);
  }

  directoryExists(directory: string): boolean {
    return this.#view.directoryExists(directory);
  }

  realpath(file: string): string {
    return inCellFolder(file) ? file : this.#view.realpath(file);
  }

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    containing: string,
  ): ts.ResolvedModuleWithFailedLookupLocations[] {
    return literals.map(({ text }) => this.resolve(text, containing));
  }

  resolveTypeReferenceDirectiveReferences<T extends ts.FileReference | string>(
    references: readonly T[],
    containing: string,
  ): ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations[] {
    return references.map((reference) => {
      const name = typeof reference === 'string' ? reference : reference.fileName;
      const from =
        inCellFolder(containing) || containing.includes('__inferred')
          ? path.join(this.#modulesFrom, 'cell.ts')
          : containing;
      const key = `${path.dirname(from)}\0${name}`;
      let resolved = this.#typeResolutions.get(key);
      if (!resolved)
        this.#typeResolutions.set(
          key,
          (resolved = ts.resolveTypeReferenceDirective(name, from, this.#options, this)),
        );
      return resolved;
    });
  }

  /** True for the exercise's own modules. */
  isLocal(file: string): boolean {
    return this.#view.isLocal(file);
  }

  /** Names of modules that a cell can import and that begin as typed. */
  importPaths(typed: string): string[] {
    return importPaths(typed, {
      modulesFrom: this.#modulesFrom,
      localRoot: this.#localRoot,
      view: this.#view,
    });
  }

  /** Where an import leads, seen from `containing`. */
  resolve(name: string, containing: string): ts.ResolvedModuleWithFailedLookupLocations {
    if (inCellFolder(containing) && isCellModule(name)) {
      return {
        resolvedModule: {
          resolvedFileName: cellFile(name),
          extension: '.ts',
          isExternalLibraryImport: false,
        },
      };
    }
    if (inCellFolder(containing) || this.isLocal(containing)) {
      if (name === 'tslab') return TSLAB;
      if (isAbsolute(name)) return { resolvedModule: undefined };
      if (!isRelative(name)) containing = path.join(this.#modulesFrom, 'cell.ts');
      else if (inCellFolder(containing)) {
        if (!this.#localRoot) return { resolvedModule: undefined };
        containing = path.join(this.#localRoot, 'cell.ts');
      }
    }
    const key = `${path.dirname(containing)}\0${name}`;
    let resolved = this.#resolutions.get(key);
    if (!resolved) {
      // Local files come and go.
      const cache = isRelative(name) && !isOfPackage(containing) ? undefined : this.#packages;
      resolved = ts.resolveModuleName(name, containing, this.#options, this, cache);
      this.#resolutions.set(key, resolved);
    }
    return resolved;
  }

  getDefaultLibFileName = (options: ts.CompilerOptions) =>
    path.join(this.#libDirectory, ts.getDefaultLibFileName(options));
  getDefaultLibLocation = () => this.#libDirectory;
  getCurrentDirectory = () => CELL_FOLDER;
  getCanonicalFileName = (file: string) => file;
  useCaseSensitiveFileNames = () => true;
  getNewLine = () => '\n';
  writeFile(): void {}
}

/** The file name of a cell's slot or of the module of all slots. */
export const cellFile = (name: string) => path.join(CELL_FOLDER, `${name.replace(CELL_SCHEME, '')}.ts`);

/** A student's own `./s1.ts` is another module. */
const isCellModule = (name: string) => name.startsWith(CELL_SCHEME);

const isRelative = (name: string) => /^\.\.?(\/|$)/.test(name);

/** The stock kernel's package is stood in for: see execute/tslab.ts. */
const TSLAB: ts.ResolvedModuleWithFailedLookupLocations = {
  resolvedModule: {
    resolvedFileName: fileURLToPath(new URL('../execute/tslab.d.ts', import.meta.url)),
    extension: '.d.ts',
    isExternalLibraryImport: true,
  },
};

/** Version of what does not change. */
const PACKAGED = '1';

const isOfPackage = (file: string) => /[\\/]node_modules[\\/]|\.d\.[mc]?ts$/.test(file);

/** Cells may not name a file by its place in the file system. */
const isAbsolute = (name: string) => /^([\\/]|[A-Za-z]:)/.test(name);
