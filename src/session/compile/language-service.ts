import ts = require('typescript');
import { CELLS_MODULE, type EditedCell } from './checked-text.js';
import { matchesTyped, type Completions, type Inspection } from './completions.js';
import { livePlace } from './live-place.js';
import { cellFile, type CellCompilerHost } from './compiler-host.js';
import { isStackOverflow, workOutTypes } from './types-in-order.js';

/** Completion and inspection with everything that the earlier cells have defined.
 *
 * TypeScript's own language service over the files of the compiler, with a program and a checker of its own. Both are kept from one
 * letter to the next: the text of the cell that is being written goes into a file that the program has already. */
export class CellLanguageService {
  readonly #host: CellCompilerHost;
  readonly #service: ts.LanguageService;
  readonly #options: ts.CompilerOptions;
  readonly #slots: () => Iterable<number>;
  /** Modules that the edited cell imports, as far as the program knows them. */
  #imports = new Set<string>();
  /** The program may have global names of the edited cell's. */
  #mayHaveGlobals = false;
  /** That of the host after the last edit. */
  #generation = -1;
  /** How many have been made. */
  #programs = 0;
  #edits = 0;

  /** @param slots Those of the cells that have run, in their order. */
  constructor(host: CellCompilerHost, options: ts.CompilerOptions, slots: () => Iterable<number>) {
    this.#host = host;
    this.#slots = slots;
    this.#options = options;
    this.#service = ts.createLanguageService(this.#serviceHost(), sharedDocuments(host));
  }

  /** @param at Position in the cell, in UTF-16 units. */
  complete(cell: EditedCell, at: number): Completions {
    return this.#about(cell, () => this.#complete(cell, at));
  }

  /** @returns Nothing where there is nothing to tell. */
  inspect(cell: EditedCell, at: number): Inspection | undefined {
    return this.#about(cell, () => this.#inspect(cell.start + at, at > 0));
  }

  #about<T>(cell: EditedCell, ask: () => T): T {
    this.#edit(cell);
    try {
      return ask();
    } catch (error) {
      if (!isStackOverflow(error)) throw error;
    }
    this.#renewProgram(cell);
    workOutTypes(this.#service.getProgram()!, this.#slots());
    return ask();
  }

  #complete({ source, start }: EditedCell, at: number): Completions {
    const found = this.#service.getCompletionsAtPosition(EDITED_FILE, start + at, PREFERENCES, FORMAT);
    const word = wordStart(source, at);
    if (!found?.entries.length) {
      const program = this.#service.getProgram()!;
      const live = livePlace(program, program.getSourceFile(EDITED_FILE)!, start + at, start);
      return { start: word, end: at, matches: [], live };
    }
    const span = found.optionalReplacementSpan;
    const isAround = span && span.start <= start + at;
    const from = isAround ? span.start - start : word;
    const typed = source.slice(from, at);
    const entries = found.entries.filter(
      ({ name, kind }) =>
        kind !== ts.ScriptElementKind.warning && !name.startsWith('__gradlab_') && matchesTyped(name, typed),
    );
    const matches = entries
      .sort(
        (a, b) => rank(a, typed) - rank(b, typed) || compareText(a.sortText + a.name, b.sortText + b.name),
      )
      .slice(0, MAX_MATCHES)
      .map(({ name, insertText, kind }) => ({ text: insertText ?? name, kind }));
    return { start: from, end: Math.max(at, isAround ? from + span.length : at), matches };
  }

  #inspect(place: number, isAfterText: boolean): Inspection | undefined {
    const info =
      this.#service.getQuickInfoAtPosition(EDITED_FILE, place) ??
      (isAfterText ? this.#service.getQuickInfoAtPosition(EDITED_FILE, place - 1) : undefined);
    if (info && ts.displayPartsToString(info.displayParts) !== 'any') {
      return {
        signature: withoutOurs(ts.displayPartsToString(info.displayParts)),
        documentation: documentationOf(info.documentation, info.tags),
      };
    }
    const help = this.#service.getSignatureHelpItems(EDITED_FILE, place, undefined);
    if (!help) return undefined;
    const selected = help.items[help.selectedItemIndex] ?? help.items[0]!;
    return {
      signature: withoutOurs(help.items.map(signatureOf).join('\n')),
      documentation: documentationOf(selected.documentation, selected.tags),
    };
  }

  /** Puts the cell into the program's file for it, unless the program would have other files or other global names then. */
  #edit(cell: EditedCell): void {
    const fits =
      this.#generation === this.#host.generation &&
      importedBy(cell).every((name) => this.#imports.has(name)) &&
      !(mayChangeGlobals(cell) || this.#mayHaveGlobals) &&
      ++this.#edits < MOST_EDITS;
    if (!fits) return this.#renewProgram(cell);
    this.#host.fillCell(EDITED, cell.text);
    this.#generation = this.#host.generation;
  }

  /** What the checker keeps of texts that are gone goes with the program, too. */
  #renewProgram(cell: EditedCell): void {
    this.#host.setCell(EDITED, cell.text);
    this.#generation = this.#host.generation;
    this.#programs++;
    this.#imports = new Set(importedBy(cell));
    this.#mayHaveGlobals = mayChangeGlobals(cell);
    this.#edits = 0;
  }

  /** TypeScript asks a host for its cache of package.json files, though the declared type does not say so; without it
   * each program would read them all again, for a sixth of the time of a completion. */
  #serviceHost(): ts.LanguageServiceHost & Pick<CellCompilerHost, 'getModuleResolutionCache'> {
    const host = this.#host;
    return {
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [cellFile(CELLS_MODULE), EDITED_FILE],
      getProjectVersion: () => String(this.#programs),
      getScriptVersion: () => '', // Cells have none: a program is made anew when there is to be another.
      getScriptSnapshot: (file) => {
        const source = host.getSourceFile(file, LATEST);
        return source && ts.ScriptSnapshot.fromString(source.text);
      },
      getCurrentDirectory: () => host.getCurrentDirectory(),
      getDefaultLibFileName: (options) => host.getDefaultLibFileName(options),
      fileExists: (file) => host.fileExists(file),
      readFile: (file) => host.readFile(file),
      directoryExists: (directory) => host.directoryExists(directory),
      realpath: (file) => host.realpath(file),
      resolveModuleNameLiterals: (literals, containing) =>
        host.resolveModuleNameLiterals(literals, containing),
      resolveTypeReferenceDirectiveReferences: (references, containing) =>
        host.resolveTypeReferenceDirectiveReferences(references, containing),
      getModuleResolutionCache: () => host.getModuleResolutionCache(),
      useCaseSensitiveFileNames: () => true,
    };
  }
}

const EDITED = 'edited';
const EDITED_FILE = cellFile(EDITED);
/** A letter takes some 30 KB. */
const MOST_EDITS = 1000;

const importedBy = ({ source }: EditedCell) =>
  ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);

/** Also where a comment says so: that costs time only. */
const mayChangeGlobals = ({ source }: EditedCell) => /\bdeclare\b|^\s*\/\/\/\s*</m.test(source);

const LATEST = ts.ScriptTarget.ESNext;
const MAX_MATCHES = 500;
const PREFERENCES: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsWithInsertText: true,
  includeCompletionsForModuleExports: false,
  quotePreference: 'single',
};
const FORMAT: ts.FormatCodeSettings = {};

/** Hands the language service the files of the compiler. */
function sharedDocuments(host: CellCompilerHost): ts.DocumentRegistry {
  const acquire = (file: string) => host.getSourceFile(file, LATEST)!;
  return {
    acquireDocument: acquire,
    acquireDocumentWithKey: acquire,
    updateDocument: acquire,
    updateDocumentWithKey: acquire,
    getKeyForCompilationSettings: () => 'cells' as ts.DocumentRegistryBucketKey,
    releaseDocument: () => {},
    releaseDocumentWithKey: () => {},
    reportStats: () => '',
  };
}

/** How we bring in names of earlier cells is nothing to show. */
const withoutOurs = (signature: string) =>
  signature
    .replace(/^\(alias\) /, '')
    .replace(/\nimport [^\n]*$/, '')
    .replace(/\b__gradlab_cells\.[st]\d+\./g, '');

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /[\p{ID_Continue}$]/u.test(text[start - 1]!)) start--;
  return start;
}

/** Names that begin in the same case come first. */
const rank = ({ name }: ts.CompletionEntry, typed: string) => (name.startsWith(typed) ? 0 : 1);
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function signatureOf({
  prefixDisplayParts,
  parameters,
  separatorDisplayParts,
  suffixDisplayParts,
}: ts.SignatureHelpItem) {
  const between = ts.displayPartsToString(separatorDisplayParts);
  const inside = parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts)).join(between);
  return `${ts.displayPartsToString(prefixDisplayParts)}${inside}${ts.displayPartsToString(suffixDisplayParts)}`;
}

function documentationOf(
  parts: ts.SymbolDisplayPart[] | undefined,
  tags: ts.JSDocTagInfo[] | undefined,
): string {
  const lines = [ts.displayPartsToString(parts)];
  for (const { name, text } of tags ?? []) {
    const content = ts.displayPartsToString(text);
    lines.push(name === 'example' ? `\n*@example* ${content}` : `*@${name}* ${content}`);
  }
  return lines.filter((line) => line !== '').join('\n\n');
}
