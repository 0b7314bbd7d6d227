import { SourceMap } from 'node:module';
import { inspect } from 'node:util';
import type { ErrorReport } from '../wire/messages.js';
import { dictionary, includes, matches, replace, slice, split } from '../primordials.js';

const { apply } = Reflect;

interface Translation {
  /** As JSON until the first error. */
  map: string | SourceMap;
  /** Lines that gradlab has put before the text as written. */
  addedLines: number;
}

const translations: Record<string, Translation | undefined> = dictionary(null);

/** File name of a cell in stack traces: `cell:` and the cell's id. */
export const cellFileName = (cell: string) => `cell:${cell}`;

/** Remembers where the lines of translated code come from.
 * @param addedLines Lines that gradlab has put before the text as written. */
export function registerSourceMap(fileName: string, map: string, addedLines: number): void {
  translations[fileName] = { map, addedLines };
}

const { parse } = JSON;

/** Stack traces that point at the cells' TypeScript and leave out gradlab's own frames. */
export function installStackTraces(ownFolder: string): void {
  Error.prepareStackTrace = (error, sites) => {
    let trace = headline(error);
    for (let i = 0; i < sites.length; i++) {
      const frame = formatIfPossible(sites[i]!);
      if (frame === undefined || includes(frame, ownFolder) || matches(/node:(internal|async_hooks)/, frame))
        continue;
      trace += `\n    at ${frame}`;
    }
    return trace;
  };
}

const errorToString = Error.prototype.toString;

function headline(error: unknown): string {
  try {
    return apply(errorToString, error, []);
  } catch {
    return 'Error';
  }
}

/** Node's own source maps may not work where a cell has replaced built-ins. */
function formatIfPossible(site: NodeJS.CallSite): string | undefined {
  try {
    return formatSite(site);
  } catch {
    return undefined;
  }
}

function formatSite(site: NodeJS.CallSite): string | undefined {
  const file = site.getFileName();
  const translation = file === null || file === undefined ? undefined : translations[file];
  if (!translation) return apply(site.toString, site, []);
  if (site.getFunctionName() === TOP_LEVEL) return undefined;
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const map = typeof translation.map === 'string' ? new SourceMap(parse(translation.map)) : translation.map;
  translation.map = map;
  const origin = map.findEntry(line - 1, column - 1);
  if (!('originalLine' in origin) || origin.originalLine < translation.addedLines) return undefined;
  const position = `${file!}:${origin.originalLine + 1 - translation.addedLines}:${origin.originalColumn + 1}`;
  const name = callee(site);
  return name ? `${name} (${position})` : position;
}

function callee(site: NodeJS.CallSite): string {
  const name = site.getFunctionName();
  if (!name) return '';
  if (site.isConstructor()) return `new ${name}`;
  const asynchronous = isAsync(site) ? 'async ' : '';
  const type = site.isToplevel() || includes(name, '.') ? null : site.getTypeName();
  // The type of a static method's `this` is `Function`, which tells nothing.
  return `${asynchronous}${type === null || type === 'Function' ? '' : `${type}.`}${name}`;
}

/** True for a frame that waits for the one above it. */
const isAsync = (site: NodeJS.CallSite) => (site as unknown as { isAsync(): boolean }).isAsync();

/** The name of the function that a cell is wrapped in. */
export const TOP_LEVEL = '__gradlab_cell';

/** An error as data; never throws, whatever was thrown. */
export function reportError(thrown: unknown): ErrorReport {
  try {
    if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'stack' in thrown)) {
      return reportObject(thrown as Error);
    }
    const shown = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 2 });
    return { name: 'Error', message: slice(`Thrown: ${shown}`, 0, MAX_MESSAGE), stack: [] };
  } catch {
    return { name: 'Error', message: 'Thrown: something that cannot be shown', stack: [] };
  }
}

function reportObject(error: Error): ErrorReport {
  const name = text(error.name) || 'Error';
  const message = text(error.message);
  const lines = split(text(error.stack), '\n');
  const stack: string[] = [];
  for (let i = 0; i < lines.length && i < MAX_LINES; i++) stack[i] = lines[i]!;
  return { name, message, stack };
}

const MAX_LINES = 50;
const MAX_MESSAGE = 20_000;

const text = (value: unknown) => (typeof value === 'string' ? asWritten(slice(value, 0, MAX_MESSAGE)) : '');

/** V8 tells of code as it was emitted: names of earlier cells and of modules are the students' own again. */
function asWritten(message: string): string {
  if (!includes(message, '(0 , ') && !includes(message, 'gradlab_earlier_')) return message;
  const called = replace(message, /\(0 , \w+_\d+\.([\w$]+)\)/g, '$1');
  return replace(called, /\bgradlab_earlier_\d+\./g, '');
}
