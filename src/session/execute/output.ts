import { Console } from 'node:console';
import { StringDecoder } from 'node:string_decoder';
import type { DisplayOptions, MimeBundle } from '../wire/messages.js';
import { decode, encode } from '../wire/tagged-json.js';
import { currentRun } from './cell-run.js';
import { send, sendText } from './channel.js';
import { charCodeAt, includes, replace, slice } from '../primordials.js';

/** What a probe has seen instead of the front end. */
export interface CapturedOutput {
  /** As the front end would have got it: plain data. */
  displayed: MimeBundle[];
  printed: string;
}

const { apply } = Reflect;
const { from } = Buffer;
const { toString: toText } = Buffer.prototype;
const { write: decodeBytes, end: decodeRest } = StringDecoder.prototype;
const { nextTick } = process;

/** `write(text, 'hex')` writes what the digits mean. */
function textOf(chunk: string, encoding: unknown): string {
  if (typeof encoding !== 'string' || encoding === 'utf8' || encoding === 'utf-8') return chunk;
  return apply(toText, from(chunk, encoding as BufferEncoding), ['utf8']) as string;
}

const PIECE = 256 * 1024;
const MAX_CAPTURED = 1 << 20;

/** Where what cells print and display goes: to the session, as the cell's that started the work, or to a probe. */
export class Output {
  #current = '';
  #budget = Infinity;
  #left = Infinity;
  /** The notice has been given. */
  #isCut = false;
  #captured: CapturedOutput | undefined;

  /** @param maxBytes What one cell may print and display; more is dropped, with a notice. */
  limit(maxBytes: number): void {
    this.#budget = maxBytes;
  }

  /** The cell that late and unattributed output belongs to. */
  begin(cell: string): void {
    this.#current = cell;
    this.#left = this.#budget;
    this.#isCut = false;
  }

  /** The cell whose code is running. */
  cell(): string {
    return currentRun.getStore()?.cell ?? this.#current;
  }

  capture(): CapturedOutput {
    return (this.#captured = { displayed: [], printed: '' });
  }

  /** True while output goes to a probe. */
  get capturing(): boolean {
    return this.#captured !== undefined;
  }

  release(): void {
    this.#captured = undefined;
  }

  write(name: 'stdout' | 'stderr', text: string): void {
    if (this.#captured) {
      if (name === 'stdout' && this.#captured.printed.length < MAX_CAPTURED) this.#captured.printed += text;
      return;
    }
    const cell = this.cell();
    const allowed = text.length <= this.#left ? text : slice(text, 0, this.#left);
    for (let at = 0; at < allowed.length;) {
      const end = pieceEnd(allowed, at + PIECE);
      sendText(cell, name, slice(allowed, at, end));
      at = end;
    }
    this.#spend(text.length);
  }

  display(bundle: MimeBundle, options: DisplayOptions = {}): void {
    if (this.#captured) {
      const { displayed } = this.#captured;
      if (displayed.length < 100) displayed[displayed.length] = decode(encode(bundle)) as MimeBundle;
      return;
    }
    this.#spend(this.#left > 0 ? send({ type: 'display', cell: this.cell(), bundle, options }) : 1);
  }

  /** Removes what the cell has put out so far.
   * @param wait Only when its next output comes, so that the front end does not flicker. */
  clear(wait = false): void {
    if (!this.#captured) send({ type: 'clear', cell: this.cell(), wait });
  }

  /** Sends console and process streams of this process through here. */
  install(): void {
    // No `Writable`, which keeps books: a cell may be ended within a call, and the next one must still be heard.
    const writer = (name: 'stdout' | 'stderr') => {
      const decoder = new StringDecoder('utf8'); // What comes in pieces may be cut within a character.
      return (
        chunk: string | Uint8Array,
        encoding?: BufferEncoding | (() => void),
        done?: () => void,
      ): boolean => {
        const text =
          typeof chunk === 'string'
            ? (apply(decodeRest, decoder, []) as string) + textOf(chunk, encoding)
            : (apply(decodeBytes, decoder, [from(chunk)]) as string);
        this.write(name, withoutAsyncIds(text));
        const callback = typeof encoding === 'function' ? encoding : done;
        if (callback) nextTick(callback);
        return true;
      };
    };
    for (const name of ['stdout', 'stderr'] as const)
      process[name].write = writer(name) as typeof process.stdout.write;
    const [stdout, stderr] = [{ write: writer('stdout') }, { write: writer('stderr') }];
    const streams = { stdout, stderr } as unknown as {
      stdout: NodeJS.WriteStream;
      stderr: NodeJS.WriteStream;
    };
    globalThis.console = new Console({ ...streams, colorMode: false, ignoreErrors: false });
  }

  #spend(characters: number): void {
    const before = this.#left;
    this.#left = before > characters ? before - characters : 0;
    if (before >= characters || this.#isCut) return;
    this.#isCut = true;
    const notice = `\nOutput cut: one cell may print ${Math.round(this.#budget / 1024)} KiB\n`;
    sendText(this.cell(), 'stderr', notice);
  }
}

/** A piece does not end within a character: between the two units of an emoji. */
function pieceEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const last = charCodeAt(text, end - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff ? end - 1 : end;
}

/** Before Node 24, tracking which cell started some work leaves marks on promises that `inspect` shows. */
export function withoutAsyncIds(text: string): string {
  if (!includes(text, 'Symbol(async_id_symbol)')) return text;
  const unmarked = replace(
    text,
    /,?\s*\[Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]: (?:\d+|'[^']*'|\{[^{}]*\}|\[Object\])/g,
    '',
  );
  // The marks had made it too long for one line.
  return replace(unmarked, /(Promise \{)\n\s*([^\n]{0,60})\n\s*\}/g, '$1 $2 }');
}
