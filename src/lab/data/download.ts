import { mkdir, open, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface DownloadOptions<T> {
  /** Looks at the complete file before it gets its name; what it returns is returned, what it throws refuses the file. */
  verify: (path: string) => Promise<T>;
  /** For people; stderr by default. */
  progress?: NodeJS.WritableStream & { isTTY?: boolean };
  /** Give up when no byte has come for so long. */
  stallTimeoutMs?: number;
}

/** Downloads a file to `path`: other processes see the complete and verified file, or none.
 *
 * Several processes may download the same file at once: each writes to a file of its own, and the last one to finish
 * gives it the name. The folder is made where needed.
 * @throws {Error} If the server does not answer, answers with anything but success, sends too little or stops sending;
 * or if the file cannot be written; or whatever `verify` throws. Nothing is left at `path` that was not there before. */
export async function download<T>(
  url: string,
  path: string,
  { verify, progress = process.stderr, stallTimeoutMs = 30_000 }: DownloadOptions<T>,
): Promise<T> {
  const partial = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const abort = new AbortController();
  const stalled = (): void => abort.abort(new Error(`no data for ${stallTimeoutMs / 1000} s`));
  let timer = setTimeout(stalled, stallTimeoutMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) {
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
    }
    await mkdir(dirname(path), { recursive: true });
    const body = response.body as AsyncIterable<Uint8Array>;
    const show = progressLines(progress, basename(path), Number(response.headers.get('content-length')));
    const file = await open(partial, 'w'); // Before anything can fail, so that what is removed then is there.
    try {
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            clearTimeout(timer);
            timer = setTimeout(stalled, stallTimeoutMs);
            show.received(chunk.length);
            yield chunk;
          }
        },
        file.createWriteStream(),
      );
    } finally {
      await file.close();
    }
    show.done();
    const verified = await verify(partial);
    await rename(partial, path);
    return verified;
  } catch (cause) {
    await rm(partial, { force: true });
    throw new Error(`Cannot download ${url}: ${reason(abort.signal.aborted ? abort.signal.reason : cause)}`, {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** On a terminal one line that counts; elsewhere (a notebook, a log) one line when it starts. */
function progressLines(
  stream: NonNullable<DownloadOptions<void>['progress']>,
  name: string,
  totalBytes: number,
) {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const total = totalBytes > 0 ? ` of ${mb(totalBytes)}` : '';
  let received = 0;
  let shown = 0;
  if (!stream.isTTY) stream.write(`Downloading ${name}${totalBytes > 0 ? ` (${mb(totalBytes)})` : ''}\n`);
  return {
    received(bytes: number): void {
      received += bytes;
      if (!stream.isTTY || received - shown < 250_000) return;
      shown = received;
      stream.write(`\rDownloading ${name}: ${mb(received)}${total}`);
    },
    done(): void {
      if (stream.isTTY) stream.write(`\rDownloading ${name}: ${mb(received)}${total}\n`);
    },
  };
}

/** `fetch failed` says nothing: the reason is in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner =
    error.cause instanceof Error
      ? error.cause.message || (error.cause as NodeJS.ErrnoException).code
      : undefined;
  return inner ? `${error.message} (${inner})` : error.message;
}
