import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSubmission } from '../../src/batch/read-submission.js';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** As it was found: a small file. */
const found = () => ({ name: 'ada', student: 'ada', file: path.join(folder, 'ada.ipynb'), size: 2 });

describe('readSubmission()', () => {
  it('gives the bytes', () => {
    fs.writeFileSync(found().file, '{}');
    expect(readSubmission(found())).toEqual(Buffer.from('{}'));
  });

  it('says what has become of a file since it was found', () => {
    const { file } = found();
    expect(readSubmission(found())).toEqual({ why: 'The file cannot be read (ENOENT)' });
    fs.mkdirSync(file);
    expect(readSubmission(found())).toEqual({ why: 'This is no file, but a folder, a pipe or a device' });
    fs.rmdirSync(file);
    fs.writeFileSync(file, '');
    fs.truncateSync(file, (64 << 20) + 1);
    expect(readSubmission(found())).toEqual({
      why: expect.stringContaining('65 MiB large, at most 64') as string,
    });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe that says nothing', () => {
    execFileSync('mkfifo', [found().file]);
    expect(readSubmission(found())).toEqual({ why: 'This is no file, but a folder, a pipe or a device' });
  });
});
