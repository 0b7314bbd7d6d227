import { SourceMap } from 'node:module';
import type { ErrorReport } from '../wire/messages.js';

const maps = new Map<string, SourceMap>();

/** File name of a cell in stack traces: `cell-3.ts`, or the cell's id. */
export const cellFileName = (cell: string) => `cell:${cell}`;

/** Remembers where the lines of an emitted cell come from. */
export function registerSourceMap(fileName: string, map: string): void {
  maps.set(fileName, new SourceMap(JSON.parse(map)));
}

/** Stack traces that point at the cells' TypeScript and leave out gradlab's own frames. */
export function installStackTraces(ownFolder: string): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map(formatSite).filter((frame) => frame !== undefined && !frame.includes(ownFolder) && !/node:(internal|async_hooks)/.test(frame));
    return [headline(error), ...frames.map((frame) => `    at ${frame}`)].join('\n');
  };
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function formatSite(site: NodeJS.CallSite): string | undefined {
  const file = site.getFileName();
  const map = file === null || file === undefined ? undefined : maps.get(file);
  if (!map) return site.toString();
  if (site.getFunctionName() === TOP_LEVEL) return undefined;
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const origin = map.findEntry(line - 1, column - 1);
  // The first line of the text that was translated is our prologue.
  if (!('originalLine' in origin) || origin.originalLine < 1) return undefined;
  const position = `${file!}:${origin.originalLine}:${origin.originalColumn + 1}`;
  const name = callee(site);
  return name ? `${name} (${position})` : position;
}

function callee(site: NodeJS.CallSite): string {
  const name = site.getFunctionName();
  if (!name) return '';
  const type = site.isConstructor() ? 'new ' : site.isToplevel() ? '' : `${site.getTypeName() ?? ''}.`;
  return name.includes('.') && type !== 'new ' ? name : `${type === '.' ? '' : type}${name}`;
}

/** The name of the function that a cell is wrapped in. */
export const TOP_LEVEL = '__gradlab_cell';

/** An error as data; never throws, whatever was thrown. */
export function reportError(thrown: unknown): ErrorReport {
  try {
    if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'stack' in thrown)) {
      const error = thrown as Error;
      const name = text(error.name) || 'Error';
      const message = text(error.message);
      const stack = text(error.stack).split('\n');
      return { name, message, stack: stack.slice(0, 50) };
    }
    return { name: 'Error', message: `Thrown: ${String(thrown)}`.slice(0, MAX_MESSAGE), stack: [] };
  } catch {
    return { name: 'Error', message: 'Thrown: something that cannot be shown', stack: [] };
  }
}

const MAX_MESSAGE = 20_000;

const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, MAX_MESSAGE) : '');
