import { inspect } from 'node:util';
import { withoutAsyncIds } from './output.js';
import { reportError } from './stack-trace.js';
import type { MimeBundle } from '../wire/messages.js';

/** A value as the front end shows it below the cell; nothing for `undefined`. Never throws. */
export function displayValue(value: unknown): MimeBundle | undefined {
  if (value === undefined) return undefined;
  try {
    const bundle = customDisplay(value) ?? registeredDisplay(value);
    if (bundle && 'text/plain' in bundle) return bundle;
    return { ...bundle, 'text/plain': plainText(value) }; // The protocol: a result always has a text.
  } catch (error) {
    return undisplayable(error);
  }
}

/** Stands for a value that cannot be shown, or whose picture cannot be sent. */
export function undisplayable(error: unknown): MimeBundle {
  return { 'text/plain': `[value that cannot be shown: ${reportError(error).message || 'it throws'}]` };
}

/** Objects that know how to show themselves, as in Deno's kernel. */
function customDisplay(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const show = (value as Record<symbol, unknown>)[Symbol.for('Jupyter.display')];
  if (typeof show !== 'function') return undefined;
  const bundle: unknown = show.call(value);
  return typeof bundle === 'object' && bundle !== null ? (bundle as MimeBundle) : undefined;
}

/** Plain values that a library knows to show, such as figures: it has put a function into the list under
 * `Symbol.for('gradlab.displayers')` of `globalThis`, which gives a bundle or nothing. */
function registeredDisplay(value: unknown): MimeBundle | undefined {
  const displayers = (globalThis as Record<symbol, unknown>)[Symbol.for('gradlab.displayers')];
  if (!Array.isArray(displayers)) return undefined;
  for (const show of displayers as ((value: unknown) => MimeBundle | undefined)[]) {
    const bundle = show(value);
    if (bundle) return bundle;
  }
  return undefined;
}

function plainText(value: unknown): string {
  return isTensor(value)
    ? (value as TensorLike).toString(true)
    : withoutAsyncIds(inspect(value, { depth: 4 }));
}

/** A tensor of tfjs, whose `toString(true)` gives dtype, rank and shape before the values. */
interface TensorLike {
  toString(verbose: boolean): string;
}

function isTensor(value: unknown): boolean {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('dtype' in value && 'shape' in value && 'dataSync' in value)
  )
    return false;
  return !(value as { isDisposed?: boolean }).isDisposed;
}
