import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { removeLeftovers, SHARED_MEMORY, temporaryPrefix } from '../../src/grading/run/temporary-folders.js';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

it.skipIf(process.platform === 'win32')(
  'removes what processes that are gone have left, and nothing else',
  () => {
    const own = path.basename(fs.mkdtempSync(temporaryPrefix()));
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const left = own.replace(/\d+/, String(gone));
    const elsewhere = left.replace(/^(gradlab-\d+-)\d+/, '$11');
    const others = [elsewhere, 'gradlab-Xy12', `gradlab-${gone}`, 'mine'];
    for (const name of [left, ...others])
      fs.mkdirSync(path.join(folder, name, 'archive-1'), { recursive: true });
    const inMemory = temporaryPrefix(SHARED_MEMORY).replace(/\d+/, String(gone));
    if (fs.existsSync(SHARED_MEMORY)) fs.mkdirSync(`${inMemory}copies`);
    removeLeftovers();
    expect(fs.existsSync(`${inMemory}copies`)).toBe(false);
    expect(fs.readdirSync(folder).sort()).toEqual([own, ...others].sort());
  },
);
