import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download } from '../../../src/lab/data/download.js';
import { testServer, type TestServer } from './test-server.js';

let folder: string;
let server: TestServer | undefined;
let said: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradlab-download-'));
  said = '';
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

const content = Buffer.alloc(300_000, 'abc');
const sendAll: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.end(content);
};

function progress(isTTY: boolean) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  return Object.assign(stream, { isTTY });
}

async function fetchTo(
  path: string,
  answer: RequestListener,
  more: { stallTimeoutMs?: number; isTTY?: boolean } = {},
): Promise<number> {
  server ??= await testServer(answer);
  const verify = async (partial: string): Promise<number> => (await readFile(partial)).length;
  return await download(`${server.url}/file.gz`, path, {
    verify,
    progress: progress(more.isTTY ?? false),
    ...more,
  });
}

describe('download()', () => {
  test('makes the folder, writes the file, and returns what verify returns', async () => {
    const path = join(folder, 'a', 'b', 'file.gz');
    expect(await fetchTo(path, sendAll)).toBe(content.length);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.gz']);
  });

  test('says one line in a log, and counts in one line on a terminal', async () => {
    await fetchTo(join(folder, 'file.gz'), sendAll);
    expect(said).toBe('Downloading file.gz (0.3 MB)\n');
    said = '';
    await fetchTo(join(folder, 'file.gz'), sendAll, { isTTY: true });
    expect(said).toMatch(/^(\rDownloading file\.gz: 0\.3 MB of 0\.3 MB)+\n$/);
  });

  test('lets many download the same file at once', async () => {
    const path = join(folder, 'file.gz');
    server = await testServer(sendAll);
    const sizes = await Promise.all(Array.from({ length: 5 }, () => fetchTo(path, sendAll)));
    expect(sizes).toEqual(Array(5).fill(content.length));
    expect(readdirSync(folder)).toEqual(['file.gz']);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  test.each<[string, RequestListener, string | RegExp]>([
    [
      '404',
      (_request, response) => void response.writeHead(404).end('not here'),
      'the server answered 404 Not Found',
    ],
    [
      '500',
      (_request, response) => void response.writeHead(500).end(),
      'the server answered 500 Internal Server Error',
    ],
    [
      'half of the file and then hangs up',
      (_request, response) => {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 1000), () => response.destroy());
      },
      /terminated|other side closed|aborted/,
    ],
  ])('rejects when the server answers %s, and leaves what was there', async (_what, answer, message) => {
    const path = join(folder, 'file.gz');
    writeFileSync(path, 'old');
    await expect(fetchTo(path, answer)).rejects.toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file.gz']);
  });

  test('rejects when the server stops sending', async () => {
    const stall: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000));
    };
    await expect(fetchTo(join(folder, 'file.gz'), stall, { stallTimeoutMs: 100 })).rejects.toThrow(
      'no data for 0.1 s',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('rejects when nobody answers, and says why', async () => {
    const gone = await testServer(sendAll);
    await gone.close();
    const verify = async (): Promise<void> => {};
    const fetching = download(`${gone.url}/file.gz`, join(folder, 'file.gz'), {
      verify,
      progress: progress(false),
    });
    await expect(fetching).rejects.toThrow(
      /^Cannot download http:\/\/127\.0\.0\.1:\d+\/file\.gz: fetch failed \(.*ECONNREFUSED.*\)$/,
    );
  });

  test('rejects with what verify says, and leaves nothing', async () => {
    server = await testServer(sendAll);
    const verify = async (): Promise<void> => {
      throw new Error('the content is not the published one');
    };
    await expect(
      download(`${server.url}/file.gz`, join(folder, 'file.gz'), { verify, progress: progress(false) }),
    ).rejects.toThrow(`Cannot download ${server.url}/file.gz: the content is not the published one`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
