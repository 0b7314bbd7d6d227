import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for files that can be fetched again, where the system wants it: `XDG_CACHE_HOME` or `~/.cache`,
 * `~/Library/Caches` on macOS, `LOCALAPPDATA` on Windows. It may not exist yet. */
export function cacheFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'gradlab');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'gradlab');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local'), 'gradlab', 'Cache');
  return join(homedir(), '.cache', 'gradlab');
}
