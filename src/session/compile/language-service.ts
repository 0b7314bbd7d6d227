import ts = require('typescript');
import { CELLS_MODULE, type EditedCell } from './checked-text.js';
import { cellFile, type CellCompilerHost } from './compiler-host.js';

/** What could stand at a place in a cell. */
export interface Completions {
  /** Part of the cell that a match replaces, in UTF-16 units. */
  start: number;
  end: number;
  matches: { text: string; /** TypeScript's word: function, const, property, … */ kind: string }[];
}

/** What TypeScript knows of a place in a cell. */
export interface Inspection {
  /** The name with its type, or the signatures of a call. */
  signature: string;
  /** Documentation as Markdown. */
  documentation: string;
}

/** Completion and inspection with everything that the earlier cells have defined.
 *
 * TypeScript's own language service over the files of the compiler, with a program and a checker of its own. Both are kept from one
 * letter to the next: the text of the cell that is being written goes into a file that the program has already. */
export class CellLanguageService {
  readonly #host: CellCompilerHost;
  readonly #service: ts.LanguageService;
  readonly #options: ts.CompilerOptions;
  /** Modules that the edited cell imports, as far as the program knows them. */
  #imports = new Set<string>();
  /** The program may have global names of the edited cell's. */
  #mayHaveGlobals = false;
  /** That of the host after the last edit. */
  #generation = -1;
  /** How many have been made. */
  #programs = 0;
  #edits = 0;

  constructor(host: CellCompilerHost, options: ts.CompilerOptions) {
    this.#host = host;
    this.#options = options;
    this.#service = ts.createLanguageService(this.#serviceHost(), sharedDocuments(host));
  }

  /** @param at Position in the cell, in UTF-16 units. */
  complete(cell: EditedCell, at: number): Completions {
    this.#edit(cell);
    const { source, start } = cell;
    const found = this.#service.getCompletionsAtPosition(EDITED_FILE, start + at, PREFERENCES, FORMAT);
    const word = wordStart(source, at);
    if (!found) return { start: word, end: at, matches: [] };
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

  /** @returns Nothing where there is nothing to tell. */
  inspect(cell: EditedCell, at: number): Inspection | undefined {
    this.#edit(cell);
    const place = cell.start + at;
    const info =
      this.#service.getQuickInfoAtPosition(EDITED_FILE, place) ??
      (at > 0 ? this.#service.getQuickInfoAtPosition(EDITED_FILE, place - 1) : undefined);
    if (info && ts.displayPartsToString(info.displayParts) !== 'any') {
      return {
        signature: withoutAlias(ts.displayPartsToString(info.displayParts)),
        documentation: documentationOf(info.documentation, info.tags),
      };
    }
    const help = this.#service.getSignatureHelpItems(EDITED_FILE, place, undefined);
    if (!help) return undefined;
    const selected = help.items[help.selectedItemIndex] ?? help.items[0]!;
    return {
      signature: help.items.map(signatureOf).join('\n'),
      documentation: documentationOf(selected.documentation, selected.tags),
    };
  }

  /** Puts the cell into the program's file for it, which takes a new program only where that would have other files or other
   * global names. What the checker keeps of texts that are gone goes with the program, too. */
  #edit({ source, text }: EditedCell): void {
    const imports = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
    const mayChangeGlobals = MAY_CHANGE_GLOBALS.test(source);
    const fits =
      this.#generation === this.#host.generation &&
      imports.every((name) => this.#imports.has(name)) &&
      !(mayChangeGlobals || this.#mayHaveGlobals) &&
      ++this.#edits < MOST_EDITS;
    if (fits) this.#host.fillCell(EDITED, text);
    else {
      this.#host.setCell(EDITED, text);
      this.#programs++;
      this.#imports = new Set(imports);
      this.#mayHaveGlobals = mayChangeGlobals;
      this.#edits = 0;
    }
    this.#generation = this.#host.generation;
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
/** Also within comments: that costs time only. */
const MAY_CHANGE_GLOBALS = /\bdeclare\b|^\s*\/\/\/\s*</m;
/** A letter takes some 30 KB. */
const MOST_EDITS = 1000;
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
const withoutAlias = (signature: string) =>
  signature.replace(/^\(alias\) /, '').replace(/\nimport [^\n]*$/, '');

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /[\p{ID_Continue}$]/u.test(text[start - 1]!)) start--;
  return start;
}

/** Names that begin as typed, in any case, first of all in the same. */
const matchesTyped = (name: string, typed: string) => name.toLowerCase().startsWith(typed.toLowerCase());
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
