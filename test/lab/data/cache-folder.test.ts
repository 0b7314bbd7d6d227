import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheFolder } from '../../../src/lab/data/cache-folder.js';

describe('cacheFolder()', () => {
  test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, join(homedir(), '.cache', 'gradlab')],
    ['linux', { XDG_CACHE_HOME: '/c' }, join('/c', 'gradlab')],
    ['darwin', {}, join(homedir(), 'Library', 'Caches', 'gradlab')],
    ['darwin', { XDG_CACHE_HOME: '/c' }, join('/c', 'gradlab')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'gradlab', 'Cache')],
    ['win32', {}, join(homedir(), 'AppData', 'Local', 'gradlab', 'Cache')],
  ])('is where %s wants it with %j', (platform, env, folder) => {
    expect(cacheFolder(platform, env)).toBe(folder);
  });
});
