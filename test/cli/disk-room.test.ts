import fs from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { generalNeeds } from '../../src/cli/backend/needs.js';
import { temporaryFolder } from './gradlab.js';

it.each([
  [999, [/^Room on the disk of .*: 999 MB are free, installing takes 1000\. Set XDG_CACHE_HOME to a folder/]],
  [1000, []],
])('generalNeeds() where %d MB are free', async (megabytes, missing) => {
  const free = { bavail: megabytes * 1000, bsize: 1000 } as fs.StatsFs;
  const disk = vi.spyOn(fs, 'statfsSync').mockReturnValue(free as never);
  const folder = temporaryFolder();
  expect(await generalNeeds(path.join(folder, 'not', 'there'))).toEqual(
    missing.map((words) => expect.stringMatching(words)),
  );
  expect(disk).toHaveBeenCalledWith(folder);
  disk.mockRestore();
});
