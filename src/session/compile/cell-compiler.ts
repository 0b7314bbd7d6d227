import ts = require('typescript');
import { EARLIER_CELLS } from '../cell-modules.js';
import { CompileCache, importsLocally, type CachedCell } from './compile-cache.js';
import { CellScope, type ScopeName } from './cell-scope.js';
import { readCellSyntax, type CellSyntax, type DeclaredName } from './cell-syntax.js';
import { CellSlots } from './cell-slots.js';
import { checkedText, editedCell, type EditedCell } from './checked-text.js';
import { CellCompilerHost, cellFile } from './compiler-host.js';
import { cellDiagnostic, firstErrors, type CellDiagnostic } from './diagnostic.js';
import { emitCell } from './emitted-text.js';
import { FileView } from './file-view.js';
import type { Completions, Inspection } from './completions.js';
import { CellLanguageService } from './language-service.js';
import { packageRoots, type Workplace } from './workplace.js';
import { importPlaceAt } from './import-paths.js';
import { standardLibrary } from './standard-library.js';
import { isReusing } from '../reuse.js';
import { syntaxErrors } from './syntax-errors.js';
import { translate } from './translate.js';
import { isStackOverflow, workOutTypes } from './types-in-order.js';

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
  | {
      ok: false;
      diagnostics: CellDiagnostic[];
      /** That the cell would define. */
      names: string[];
    }
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

interface Checked {
  program: ts.Program;
  diagnostics: CellDiagnostic[];
}

/** Compiles the cells of one notebook after another, each as a module that sees the earlier ones.
 *
 * Types flow from the earlier cells' own source, which TypeScript has in slots (`CellSlots`). */
export class CellCompiler {
  readonly #options: ts.CompilerOptions;
  readonly #host: CellCompilerHost;
  readonly #packageRoots: string[];
  readonly #slots: CellSlots;
  #scope = new CellScope();
  #pending = new Map<number, (ScopeName & { name: string })[]>();
  readonly #cache = new CompileCache();
  /** Of the cells in the slots, as the cache knows them. */
  #keys: string[] = [];
  /** Of those that may change what is global. */
  #globalKeys: string[] = [];
  /** The exercise's own files may be others for the next notebook. */
  #hasReadLocalFiles = false;
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
    const inUse = () => [...this.#scope.slots(), ...this.#pending.keys()];
    this.#slots = new CellSlots(this.#host, this.#options, inUse);
  }

  /** Does before the next cell what it would have to wait for: TypeScript binds the libraries, .3 s the first time. */
  warmUp(): void {
    this.#program().getTypeChecker();
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
    this.warmUp();
  }

  /** True while the files that have been read of packages are as they were. */
  isUpToDate(): boolean {
    return this.#host.isUpToDate();
  }

  /** Forgets all cells: the next one is the first of another notebook. What TypeScript knows of packages is kept, and of the
   * cells for when they come again: most cells of a class are the same. */
  reset(local: Workplace['local']): void {
    this.#slots.reset(this.#hasReadLocalFiles);
    this.#hasReadLocalFiles = false;
    this.#host.setLocal(new FileView(this.#packageRoots, local), local?.root);
    this.#scope = new CellScope();
    this.#pending.clear();
    this.#keys = [];
    this.#globalKeys = [];
  }

  /** Checks a cell and translates it to JavaScript. Its names count only once `define` has been called.
   * @returns The cell's own errors, or what the executor needs. */
  compile(source: string): CompiledCell {
    const cell = this.#read(source);
    const unfit = errorsOfText(cell);
    if (unfit.length) return notCompiled(cell, unfit);
    const placed = this.#place(cell);
    if (cell.known) return this.#compiled(placed, cell.known, cell.key, []);
    const { program, diagnostics } = this.#check(placed);
    if (diagnostics.length) {
      this.#slots.remove(placed.slot);
      return notCompiled(cell, diagnostics);
    }
    const { translated, locals } = this.#translate(program, placed);
    const texts = locals.map(({ text }) => text);
    return this.#compiled(placed, translated, this.#cache.keyWith(cell.key, texts), locals.map(localModule));
  }

  /** @throws {Error} Where TypeScript itself fails: an expression that is too long for its stack, say. */
  #check(placed: PlacedCell): Checked {
    try {
      return this.#checkTogether(placed) ?? this.#checkApart(placed);
    } catch (error) {
      this.#slots.remove(placed.slot);
      this.#slots.distrustChecker();
      throw error;
    }
  }

  /** @returns Nothing where there may be an error: what is said of it must not depend on what the checker has seen before. */
  #checkTogether(placed: PlacedCell): Checked | undefined {
    const program = isReusing() ? this.#slots.sharedProgram : undefined;
    try {
      if (program && this.#errors(program, placed).length === 0) return { program, diagnostics: [] };
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
    }
    return undefined;
  }

  #checkApart(placed: PlacedCell): Checked {
    this.#host.refreshLocalFiles();
    const program = this.#slots.freshProgram();
    try {
      return { program, diagnostics: this.#errors(program, placed) };
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
    }
    const again = this.#slots.freshProgram();
    workOutTypes(again, this.#slots.inOrder());
    return { program: again, diagnostics: this.#errors(again, placed) };
  }

  #program(): ts.Program {
    return this.#slots.sharedProgram ?? this.#slots.freshProgram();
  }

  /** Compiles cells that are likely to come, in this order, so that `compile` finds those that are right: many with one
   * checker, which works out once what several of them use of a package's types. */
  foresee(sources: readonly string[]): void {
    if (!isReusing()) return;
    const before = {
      scope: this.#scope,
      keys: this.#keys,
      globalKeys: this.#globalKeys,
      pending: this.#pending,
    };
    this.#scope = before.scope.copy();
    this.#keys = [...before.keys];
    this.#globalKeys = [...before.globalKeys];
    this.#pending = new Map();
    try {
      this.#slots.foresee(() => this.#compileAhead(sources));
    } finally {
      this.#scope = before.scope;
      this.#keys = before.keys;
      this.#globalKeys = before.globalKeys;
      this.#pending = before.pending;
    }
  }

  #compileAhead(sources: readonly string[]): void {
    let batch: PlacedCell[] = [];
    for (const source of sources) {
      const cell = this.#read(source);
      if (errorsOfText(cell).length) continue;
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
  }

  #compileTogether(batch: readonly PlacedCell[]): void {
    if (batch.length === 0) return;
    try {
      const program = this.#program();
      for (const placed of batch)
        if (this.#errors(program, placed).length === 0) this.#translate(program, placed);
    } catch {
      this.#slots.distrustChecker(); // `compile` will find the cell that TypeScript fails at.
    }
  }

  #read(source: string): ReadCell {
    const parsed = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
    const syntax = readCellSyntax(parsed);
    const key = this.#cache.key(source, this.#dependencies(syntax));
    return { source, parsed, syntax, key, known: isReusing() ? this.#cache.get(key) : undefined };
  }

  /** Puts a cell after those that are there. */
  #place(cell: ReadCell): PlacedCell {
    const { source, syntax } = cell;
    const scope = this.#scope;
    const used = scope.usedBy(syntax);
    const values = used.filter((name) => scope.value(name) && !syntax.declared.get(name)?.isValue);
    const types = used.filter((name) => scope.type(name) && !syntax.declared.get(name)?.isType);
    const slot = this.#slots.place({
      text: checkedText(source, syntax, scope),
      isGlobal: syntax.mayChangeGlobals,
      uses: [
        ...values.map((name) => scope.value(name)!.slot),
        ...types.map((name) => scope.type(name)!.slot),
      ],
    });
    this.#hasReadLocalFiles ||= importsLocally(source);
    return { ...cell, slot, earlier: values };
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
    if (mayChangeGlobals) this.#globalKeys.push(key);
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
      ...this.#globalKeys,
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
    const found = this.#editing.complete(this.#edited(source), at);
    const matches = found.matches.map((match) =>
      match.kind === 'alias' ? { ...match, kind: this.#scope.value(match.text)?.kind ?? 'alias' } : match,
    );
    return { ...found, matches };
  }

  /** What is known of a place of a cell that is being written; nothing where there is nothing to tell. */
  inspect(source: string, at: number): Inspection | undefined {
    return this.#editing.inspect(this.#edited(source), at);
  }

  get #editing(): CellLanguageService {
    return (this.#service ??= new CellLanguageService(this.#host, this.#options, () =>
      this.#slots.inOrder(),
    ));
  }

  /** The cell as it would be if it were run now. */
  #edited(source: string): EditedCell {
    const parsed = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
    return editedCell(source, readCellSyntax(parsed), this.#scope);
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

const notCompiled = ({ syntax }: ReadCell, diagnostics: CellDiagnostic[]): CompiledCell => ({
  ok: false,
  diagnostics,
  names: [...syntax.declared.keys()],
});

/** What is wrong with a cell whatever comes before it. The compiler's names for other cells do not exist. */
function errorsOfText({ known, parsed, syntax: { reserved } }: ReadCell): CellDiagnostic[] {
  if (known) return [];
  const errors = syntaxErrors(parsed);
  if (errors.length || !reserved) return errors;
  const start = reserved.getStart(parsed);
  const kind = ts.isIdentifier(reserved) ? 'name' : 'module';
  const messageText = `Cannot find ${kind} '${reserved.text}'.`;
  const error = { file: parsed, start, length: reserved.end - start, messageText };
  return [cellDiagnostic({ ...error, code: CANNOT_FIND, category: ts.DiagnosticCategory.Error }, parsed)];
}

const CANNOT_FIND = 2304;

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
  const { js: code, map } = translate(text);
  return { file, code, map };
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
