import ts = require('typescript');
import { CELLS_MODULE } from './checked-text.js';
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
 * TypeScript's own language service over the files that the compiler has parsed already: a second program, and a second
 * checker that starts empty. */
export class CellLanguageService {
  readonly #host: CellCompilerHost;
  readonly #service: ts.LanguageService;
  readonly #texts = new Map<string, { text: string; version: number }>();
  readonly #options: ts.CompilerOptions;
  #edits = 0;

  constructor(host: CellCompilerHost, options: ts.CompilerOptions) {
    this.#host = host;
    this.#options = options;
    this.#service = ts.createLanguageService(this.#serviceHost(), sharedDocuments(host));
  }

  /** @param cell Name of the slot that the cell would get.
   * @param text The cell with the declarations of earlier names after it.
   * @param at Position in the cell, in UTF-16 units. */
  complete(cell: string, text: string, at: number, source: string): Completions {
    const file = this.#edit(cell, text);
    const start = wordStart(source, at);
    const nothing = { start, end: at, matches: [] };
    const found = this.#service.getCompletionsAtPosition(file, at, PREFERENCES, FORMAT);
    if (!found) return nothing;
    const span = found.optionalReplacementSpan;
    const from = span && span.start <= at ? span.start : start;
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
    return {
      start: from,
      end: Math.max(at, span && span.start <= at ? span.start + span.length : at),
      matches,
    };
  }

  /** @returns Nothing where there is nothing to tell. */
  inspect(cell: string, text: string, at: number): Inspection | undefined {
    const file = this.#edit(cell, text);
    const info =
      this.#service.getQuickInfoAtPosition(file, at) ??
      (at > 0 ? this.#service.getQuickInfoAtPosition(file, at - 1) : undefined);
    if (info && ts.displayPartsToString(info.displayParts) !== 'any') {
      return {
        signature: withoutAlias(ts.displayPartsToString(info.displayParts)),
        documentation: documentationOf(info.documentation, info.tags),
      };
    }
    const help = this.#service.getSignatureHelpItems(file, at, undefined);
    if (!help) return undefined;
    const selected = help.items[help.selectedItemIndex] ?? help.items[0]!;
    return {
      signature: help.items.map(signatureOf).join('\n'),
      documentation: documentationOf(selected.documentation, selected.tags),
    };
  }

  #edit(cell: string, text: string): string {
    const file = cellFile(cell);
    this.#texts.set(file, { text, version: ++this.#edits });
    return file;
  }

  /** The compiler has taken the cell over: its own text counts again. */
  forget(cell: string): void {
    this.#texts.delete(cellFile(cell));
  }

  /** TypeScript asks a host for its cache of package.json files, though the declared type does not say so; without it
   * each program would read them all again, for a sixth of the time of a completion. */
  #serviceHost(): ts.LanguageServiceHost & Pick<CellCompilerHost, 'getModuleResolutionCache'> {
    const host = this.#host;
    const textOf = (file: string) => this.#texts.get(file)?.text ?? host.getSourceFile(file, LATEST)?.text;
    return {
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [cellFile(CELLS_MODULE)],
      getScriptVersion: (file) => {
        const edited = this.#texts.get(file);
        return edited ? `edited-${edited.version}` : host.version(file);
      },
      getScriptSnapshot: (file) => {
        const text = textOf(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
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

const LATEST = ts.ScriptTarget.ESNext;
const MAX_MATCHES = 500;
const PREFERENCES: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsWithInsertText: true,
  includeCompletionsForModuleExports: false,
  quotePreference: 'single',
};
const FORMAT: ts.FormatCodeSettings = {};

/** Hands the language service the files that the compiler has parsed; edited cells it parses itself. */
function sharedDocuments(host: CellCompilerHost): ts.DocumentRegistry {
  const documents = new Map<string, ts.SourceFile>();
  const acquire = (file: string, snapshot: ts.IScriptSnapshot, version: string): ts.SourceFile => {
    if (host.isOfPackage(file)) return host.getSourceFile(file, LATEST)!;
    const known = documents.get(file) as (ts.SourceFile & { version: string }) | undefined;
    if (known?.version === version) return known;
    const target = { languageVersion: LATEST, jsDocParsingMode: ts.JSDocParsingMode.ParseAll };
    const document = ts.createLanguageServiceSourceFile(file, snapshot, target, version, true);
    documents.set(file, document);
    return document;
  };
  return {
    acquireDocument: (file, _settings, snapshot, version) => acquire(file, snapshot, version),
    acquireDocumentWithKey: (file, _path, _host, _key, snapshot, version) => acquire(file, snapshot, version),
    updateDocument: (file, _settings, snapshot, version) => acquire(file, snapshot, version),
    updateDocumentWithKey: (file, _path, _host, _key, snapshot, version) => acquire(file, snapshot, version),
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
