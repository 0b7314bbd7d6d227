import ts = require('typescript');
import { EARLIER_CELLS } from '../cell-modules.js';
import { CompileCache, importsLocally, type CachedCell } from './compile-cache.js';
import { CellScope, type ScopeName } from './cell-scope.js';
import { readCellSyntax, type CellSyntax, type DeclaredName } from './cell-syntax.js';
import { CELLS_MODULE, cellsModuleText, checkedText, editedText, EMPTY_SLOT } from './checked-text.js';
import { CellCompilerHost, cellFile } from './compiler-host.js';
import { cellDiagnostic, firstErrors, type CellDiagnostic } from './diagnostic.js';
import { emitCell, NO_FILE, withoutMapComment } from './emitted-text.js';
import { FileView } from './file-view.js';
import { CellLanguageService, type Completions, type Inspection } from './language-service.js';
import { packageRoots, type Workplace } from './workplace.js';
import { importPlaceAt } from './import-paths.js';
import { standardLibrary } from './standard-library.js';
import { syntaxErrors } from './syntax-errors.js';

/** A module of the exercise's own that a cell imports, ready to run. */
export interface LocalModule {
  /** Absolute path. */
  file: string;
  /** CommonJS, or JSON text for a `.json` file. */
  code: string;
  /** Source map of the code; empty for JSON. */
  map: string;
}

export type CompiledCell =
  | { ok: false; diagnostics: CellDiagnostic[] }
  | {
      ok: true;
      slot: number;
      js: string;
      map: string;
      /** Value names that the cell defines when it runs to its end. */
      values: string[];
      /** Modules that the cell and the local modules load, by the names that they write. */
      imports: string[];
      localModules: LocalModule[];
    };

/** A cell, and what compiling it depends on. */
interface ReadCell {
  source: string;
  parsed: ts.SourceFile;
  syntax: CellSyntax;
  key: string;
  /** It has been compiled before. */
  known: CachedCell | undefined;
}

interface PlacedCell extends ReadCell {
  slot: number;
  /** Values of earlier cells that it uses. */
  earlier: string[];
}

/** Compiles the cells of one notebook after another, each as a module that sees the earlier ones.
 *
 * Types flow from the earlier cells' own source. Empty slots allocated beforehand let TypeScript keep the structure of
 * its program: a cell then costs 1.6 ms instead of 11 before checking (9 instead of 40 with tfjs in scope). */
export class CellCompiler {
  readonly #options: ts.CompilerOptions;
  readonly #host: CellCompilerHost;
  readonly #packageRoots: string[];
  #program: ts.Program | undefined;
  #slots = 0;
  /** The highest slot that holds a cell. */
  #used = 0;
  /** Slots below that whose cells are gone. */
  #free: number[] = [];
  /** Cells whose types a cell depends on, by slot. */
  #uses: number[][] = [];
  #isForeseeing = false;
  #scope = new CellScope();
  #pending = new Map<number, (ScopeName & { name: string })[]>();
  readonly #cache = new CompileCache();
  /** Of the cells in the slots, as the cache knows them. */
  #keys: string[] = [];
  /** Those that may change what is global. */
  #globalSlots: number[] = [];
  #service: CellLanguageService | undefined;

  constructor(workplace: Workplace, nodeVersion = process.versions.node) {
    this.#options = {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: standardLibrary(nodeVersion),
      types: ['node'],
      typeRoots: workplace.typeRoots,
      strict: true,
      skipLibCheck: true,
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      noEmit: true,
    };
    this.#packageRoots = packageRoots(workplace);
    this.#host = new CellCompilerHost({
      view: new FileView(this.#packageRoots, workplace.local),
      modulesFrom: workplace.modulesFrom,
      localRoot: workplace.local?.root,
      options: this.#options,
      documentation: workplace.editing ?? false,
    });
    this.#allocate(64);
    this.#createProgram(); // Reads the libraries now: the deadline of the first cell is for its types only.
  }

  /** Does before the first cell what it would have to wait for: TypeScript binds the libraries, .3 s. */
  warmUp(): void {
    this.#program!.getSemanticDiagnostics(this.#program!.getSourceFile(cellFile('s1')));
  }

  /** Reads and checks what notebooks are likely to use, and forgets it as a notebook: what was read of packages is kept.
   * @throws {Error} If a cell does not compile. */
  rehearse(cells: readonly string[]): void {
    for (const cell of cells) {
      const compiled = this.compile(cell);
      if (!compiled.ok) throw new Error(`A cell does not compile: ${compiled.diagnostics[0]?.message}`);
      this.define(compiled.slot);
    }
    this.reset(undefined);
    this.#createProgram();
  }

  /** True while the files that have been read of packages are as they were. */
  isUpToDate(): boolean {
    return this.#host.isUpToDate();
  }

  /** Forgets all cells: the next one is the first of another notebook. What was parsed of packages is kept. */
  reset(local: Workplace['local']): void {
    this.#host.setLocal(new FileView(this.#packageRoots, local), local?.root);
    for (let slot = 1; slot <= this.#used; slot++) this.#host.setCell(`s${slot}`, EMPTY_SLOT);
    this.#used = 0;
    this.#free = [];
    this.#uses = [];
    this.#scope = new CellScope();
    this.#pending.clear();
    this.#keys = [];
    this.#globalSlots = [];
  }

  /** Checks a cell and translates it to JavaScript. Its names count only once `define` has been called.
   * @returns The cell's own errors, or what the executor needs. */
  compile(source: string): CompiledCell {
    const cell = this.#read(source);
    const unparsed = cell.known ? [] : syntaxErrors(cell.parsed);
    if (unparsed.length) return { ok: false, diagnostics: unparsed };
    const placed = this.#place(cell);
    if (cell.known) return this.#compiled(placed, cell.known, cell.key, []);
    this.#host.refreshLocalFiles();
    const program = this.#createProgram();
    const diagnostics = this.#errors(program, placed);
    if (diagnostics.length) {
      this.#clear(placed.slot);
      return { ok: false, diagnostics };
    }
    const { translated, locals } = this.#translate(program, placed);
    const texts = locals.map(({ text }) => text);
    return this.#compiled(placed, translated, this.#cache.keyWith(cell.key, texts), locals.map(localModule));
  }

  /** Compiles cells that are likely to come, in this order, so that `compile` finds those that are right: many with one
   * checker, which works out once what several of them use of a package's types. */
  foresee(sources: readonly string[]): void {
    const [used, scope, globalSlots] = [this.#used, this.#scope, this.#globalSlots];
    this.#scope = scope.copy();
    this.#globalSlots = [...globalSlots];
    this.#isForeseeing = true;
    let batch: PlacedCell[] = [];
    for (const source of sources) {
      const cell = this.#read(source);
      if (!cell.known && syntaxErrors(cell.parsed).length) continue;
      if (cell.known || hasToldNames(cell)) {
        const placed = this.#place(cell);
        if (!cell.known) batch.push(placed);
        this.#keep(placed.slot, cell.syntax, cell.key, cell.known?.names ?? toldNames(cell.syntax));
        this.define(placed.slot);
      } else {
        this.#compileTogether(batch);
        batch = [];
        const compiled = this.compile(source);
        if (compiled.ok) this.define(compiled.slot);
      }
    }
    this.#compileTogether(batch);
    for (let slot = used + 1; slot <= this.#used; slot++) {
      this.#clear(slot);
      this.#pending.delete(slot);
    }
    [this.#used, this.#scope, this.#globalSlots] = [used, scope, globalSlots];
    this.#isForeseeing = false;
  }

  #compileTogether(batch: readonly PlacedCell[]): void {
    if (batch.length === 0) return;
    const program = this.#createProgram();
    for (const placed of batch)
      if (this.#errors(program, placed).length === 0) this.#translate(program, placed);
  }

  #read(source: string): ReadCell {
    const parsed = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
    const syntax = readCellSyntax(parsed);
    const key = this.#cache.key(source, this.#dependencies(syntax));
    return { source, parsed, syntax, key, known: this.#cache.get(key) };
  }

  /** Puts a cell after those that are there. */
  #place(cell: ReadCell): PlacedCell {
    const { source, syntax } = cell;
    const slot = this.#emptySlot();
    this.#host.setCell(`s${slot}`, checkedText(source, syntax, this.#scope));
    const used = this.#scope.usedBy(syntax);
    const values = used.filter((name) => this.#scope.value(name) && !syntax.declared.get(name)?.isValue);
    const types = used.filter((name) => this.#scope.type(name) && !syntax.declared.get(name)?.isType);
    this.#uses[slot] = [
      ...values.map((name) => this.#scope.value(name)!.slot),
      ...types.map((name) => this.#scope.type(name)!.slot),
    ];
    return { ...cell, slot, earlier: values };
  }

  #emptySlot(): number {
    if (!this.#isForeseeing) {
      this.#makeRoom();
      return this.#free.pop() ?? ++this.#used;
    }
    // What is foreseen has slots of its own, which are all cleared again.
    if (this.#used === this.#slots) this.#allocate(this.#slots * 2);
    return ++this.#used;
  }

  #makeRoom(): void {
    if (this.#free.length > 0 || this.#used < this.#slots) return;
    this.#clearUnreachable();
    if (this.#free.length < this.#slots / 4) this.#allocate(this.#slots * 2);
  }

  #clear(slot: number): void {
    this.#host.setCell(`s${slot}`, EMPTY_SLOT);
    if (!this.#isForeseeing) this.#free.push(slot);
  }

  /** Forgets the cells that no name leads to any more, nor the types of others: people run their cells again and again. */
  #clearUnreachable(): void {
    const reachable = new Set([...this.#scope.slots(), ...this.#pending.keys(), ...this.#globalSlots]);
    for (const slot of reachable) for (const used of this.#uses[slot]!) reachable.add(used);
    for (let slot = this.#used; slot > 0; slot--) if (!reachable.has(slot)) this.#clear(slot);
  }

  #errors(program: ts.Program, { source, syntax, slot }: PlacedCell): CellDiagnostic[] {
    if (syntax.unchecked) return [];
    const isCurrent = (from: number, used: string) => from === slot || this.#scope.isCurrent(from, used);
    return semanticErrors(program, program.getSourceFile(cellFile(`s${slot}`))!, source, isCurrent);
  }

  /** Translates a cell that has no errors, and remembers it. */
  #translate(
    program: ts.Program,
    { source, parsed, syntax, key, slot, earlier }: PlacedCell,
  ): { translated: CachedCell; locals: ts.SourceFile[] } {
    const sourceFile = program.getSourceFile(cellFile(`s${slot}`))!;
    const names = this.#definedNames(program, sourceFile, syntax);
    const values = names
      .filter(({ isValue, kind }) => isValue && kind !== 'ambient')
      .map((entry) => entry.name);
    const ownValues = values.filter((value) => syntax.declared.has(value));
    const emitted = emitCell(parsed, syntax, earlier, ownValues);
    const locals = this.#localFiles(program, sourceFile);
    const imports = new Set(
      [emitted.js, ...locals.map((file) => localModule(file).code)].flatMap(requiredNames),
    );
    const translated: CachedCell = { ...emitted, values, names, imports: [...imports] };
    if (!importsLocally(source)) this.#cache.set(key, translated);
    return { translated, locals };
  }

  /** @param key What later cells know this one by. */
  #compiled(
    { slot, syntax }: PlacedCell,
    { names, ...cell }: CachedCell,
    key: string,
    localModules: LocalModule[],
  ): CompiledCell {
    this.#keep(slot, syntax, key, names);
    return { ok: true, slot, ...cell, localModules };
  }

  /** Keeps what later cells have to know of a cell. */
  #keep(slot: number, { mayChangeGlobals }: CellSyntax, key: string, names: CachedCell['names']): void {
    this.#keys[slot] = key;
    if (mayChangeGlobals) this.#globalSlots.push(slot);
    this.#pending.set(
      slot,
      names.map((entry) => ({ ...entry, slot })),
    );
  }

  /** Makes the names of a compiled cell visible to later cells, after it has run.
   * @param unreached Names that it did not get to define, because it threw. */
  define(slot: number, unreached: readonly string[] = []): void {
    const names = this.#pending.get(slot);
    if (!names) return;
    this.#scope.define(slot, names, new Set(unreached));
    this.#pending.delete(slot);
  }

  /** What the compilation of a cell depends on, apart from its text. */
  #dependencies(syntax: CellSyntax): string[] {
    const keyOf = (name: ScopeName | undefined) => (name ? this.#keys[name.slot]! : '');
    const used = this.#scope.usedBy(syntax).sort();
    return [
      ...this.#globalSlots.map((slot) => this.#keys[slot]!),
      ...used.flatMap((name) => [name, keyOf(this.#scope.value(name)), keyOf(this.#scope.type(name))]),
    ];
  }

  /** What could stand at a place of a cell that is being written.
   * @param at In UTF-16 units, within the source. */
  complete(source: string, at: number): Completions {
    const place = importPlaceAt(source, at);
    if (place) {
      const matches = this.#host.importPaths(place.typed).map((text) => ({ text, kind: 'module' }));
      return { start: place.start, end: at, matches };
    }
    const { service, slot, text } = this.#edited(source);
    try {
      const found = service.complete(slot, text, at, source);
      const matches = found.matches.map((match) =>
        match.kind === 'alias' ? { ...match, kind: this.#scope.value(match.text)?.kind ?? 'alias' } : match,
      );
      return { ...found, matches };
    } finally {
      service.forget(slot);
    }
  }

  /** What is known of a place of a cell that is being written; nothing where there is nothing to tell. */
  inspect(source: string, at: number): Inspection | undefined {
    const { service, slot, text } = this.#edited(source);
    try {
      return service.inspect(slot, text, at);
    } finally {
      service.forget(slot);
    }
  }

  /** The cell as it would be if it were run now. */
  #edited(source: string): { service: CellLanguageService; slot: string; text: string } {
    this.#makeRoom();
    this.#service ??= new CellLanguageService(this.#host, this.#options);
    const syntax = readCellSyntax(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true));
    return {
      service: this.#service,
      slot: `s${this.#free.at(-1) ?? this.#used + 1}`,
      text: editedText(source, syntax, this.#scope),
    };
  }

  #createProgram(): ts.Program {
    this.#program = ts.createProgram({
      rootNames: [cellFile(CELLS_MODULE)],
      options: this.#options,
      host: this.#host,
      oldProgram: this.#program,
    });
    return this.#program;
  }

  #allocate(slots: number): void {
    this.#host.setCell(CELLS_MODULE, cellsModuleText(slots));
    for (let slot = this.#slots + 1; slot <= slots; slot++) this.#host.setCell(`s${slot}`, EMPTY_SLOT);
    this.#slots = slots;
  }

  /** What the cell defines, `export * from` included; whether an import is a value or a type the checker knows. */
  #definedNames(
    program: ts.Program,
    sourceFile: ts.SourceFile,
    syntax: CellSyntax,
  ): (Omit<ScopeName, 'slot'> & { name: string })[] {
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(sourceFile);
    if (!module) return [];
    return checker.getExportsOfModule(module).flatMap((symbol) => {
      const { name } = symbol;
      if (!isOwnName(name)) return [];
      const declared: DeclaredName | undefined = syntax.declared.get(name);
      const kind = declared?.kind ?? 'import';
      if (declared?.evolving) return [{ name, kind, isType: false, isValue: true }];
      const typeOnly = symbol.declarations?.some((declaration) => isTypeOnly(declaration)) ?? false;
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const unknown = target.flags === 0 || target.escapedName === 'unknown';
      const isType = unknown || (target.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)) !== 0;
      const isValue =
        !typeOnly &&
        !this.#isTypeOnlyImport(symbol, checker) &&
        (unknown || (target.flags & ts.SymbolFlags.Value) !== 0);
      const here = declared && kind !== 'import' && kind !== 'namespace' ? declared : { isType, isValue };
      return here.isType || here.isValue ? [{ name, kind, isType: here.isType, isValue: here.isValue }] : [];
    });
  }

  /** `import type { A }` followed by our `export { A }`. */
  #isTypeOnlyImport(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
    for (const declaration of symbol.declarations ?? []) {
      if (!ts.isExportSpecifier(declaration)) continue;
      const local = checker.getExportSpecifierLocalTargetSymbol(declaration);
      if (local?.declarations?.some((own) => isTypeOnly(own))) return true;
    }
    return false;
  }

  /** The exercise's own files that a cell imports, and those that they import. */
  #localFiles(program: ts.Program, cell: ts.SourceFile): ts.SourceFile[] {
    const found = new Map<string, ts.SourceFile>();
    const visit = (file: ts.SourceFile) => {
      for (const resolved of this.#importsOf(file)) {
        if (found.has(resolved) || !this.#host.isLocal(resolved)) continue;
        const source = program.getSourceFile(resolved);
        if (!source) continue;
        found.set(resolved, source);
        visit(source);
      }
    };
    visit(cell);
    return [...found.values()];
  }

  #importsOf(file: ts.SourceFile): string[] {
    const names = ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
    return names.flatMap(
      (name) => this.#host.resolve(name, file.fileName).resolvedModule?.resolvedFileName ?? [],
    );
  }
}

/** True for a cell that defines what its own text says, whatever the modules hold that it may load. */
function hasToldNames({ source, syntax }: ReadCell): boolean {
  const { declared, starExports, mayChangeGlobals } = syntax;
  if (mayChangeGlobals || starExports.length || importsLocally(source)) return false;
  return [...declared.values()].every(({ kind }) => kind !== 'import' && kind !== 'namespace');
}

function toldNames({ declared }: CellSyntax): CachedCell['names'] {
  return [...declared.values()]
    .filter(({ name }) => isOwnName(name))
    .map(({ name, kind, evolving, isType, isValue }) =>
      evolving ? { name, kind, isType: false, isValue: true } : { name, kind, isType, isValue },
    );
}

/** `export default` defines nothing; the other names are ours. */
const isOwnName = (name: string) => name !== 'default' && !name.startsWith('__gradlab_');

function isTypeOnly(declaration: ts.Declaration): boolean {
  if (ts.isExportSpecifier(declaration))
    return declaration.isTypeOnly || declaration.parent.parent.isTypeOnly;
  if (ts.isImportSpecifier(declaration))
    return declaration.isTypeOnly || isTypeOnlyClause(declaration.parent.parent);
  if (ts.isImportClause(declaration)) return isTypeOnlyClause(declaration);
  if (ts.isNamespaceImport(declaration)) return isTypeOnlyClause(declaration.parent);
  return ts.isImportEqualsDeclaration(declaration) && declaration.isTypeOnly;
}

const isTypeOnlyClause = ({ phaseModifier }: ts.ImportClause) => phaseModifier === ts.SyntaxKind.TypeKeyword;

function localModule({ fileName: file, text }: ts.SourceFile): LocalModule {
  if (file.endsWith('.json')) return { file, code: text, map: '' };
  const { outputText, sourceMapText = '' } = ts.transpileModule(text, {
    fileName: NO_FILE,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  return { file, code: withoutMapComment(outputText), map: sourceMapText };
}

/** The modules that translated code loads. */
function requiredNames(js: string): string[] {
  return [...js.matchAll(/\brequire\("([^"\\]+)"\)/g)]
    .map((match) => match[1]!)
    .filter((name) => name !== EARLIER_CELLS);
}

/** The errors in the cell's own text. */
function semanticErrors(
  program: ts.Program,
  sourceFile: ts.SourceFile,
  source: string,
  isCurrent: (slot: number, name: string) => boolean,
): CellDiagnostic[] {
  const last = sourceFile.statements.filter(({ pos }) => pos < source.length).at(-1);
  const isOwn = ({ start = 0, category, code }: ts.Diagnostic) =>
    category === ts.DiagnosticCategory.Error &&
    start <= source.length &&
    !(code === UNUSED_COMMA && last !== undefined && start >= last.getStart(sourceFile));
  const own = [
    ...program.getSyntacticDiagnostics(sourceFile),
    ...program.getSemanticDiagnostics(sourceFile),
  ].filter(isOwn);
  const implicitAnyUses = own.filter(({ code }) => code === IMPLICIT_ANY_USE);
  // An evolving variable that never got a value is "implicitly any" only because we export it.
  const kept = implicitAnyUses.length ? own : own.filter(({ code }) => code !== IMPLICIT_ANY_DECLARATION);
  return firstErrors(kept).map((diagnostic) => cellDiagnostic(diagnostic, sourceFile, isCurrent));
}

const IMPLICIT_ANY_USE = 7005;
const IMPLICIT_ANY_DECLARATION = 7034;
/** `1, 2` as the last line is a value to show. */
const UNUSED_COMMA = 2695;
