import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const harness = fileURLToPath(new URL('../execute/harness.js', import.meta.url));

/** What a student's process finds in its environment: nothing of the caller's but where programs and folders are. */
export function executorEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME', 'LOCALAPPDATA'];
  const environment: NodeJS.ProcessEnv = {};
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return { ...environment, ...settings };
}

export interface ExecutorOptions {
  memoryMiB: number;
  env: NodeJS.ProcessEnv;
  /** Seed of `Math.random`, for runs that must repeat. */
  randomSeed?: number;
}

/** Starts the process that executes cells: a group of its own, with one channel on descriptor 3. */
export function spawnExecutor({ memoryMiB, env, randomSeed }: ExecutorOptions): ChildProcess {
  const flags = ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${memoryMiB}`];
  if (randomSeed !== undefined) flags.push(`--random-seed=${randomSeed}`);
  return spawn(process.execPath, [...flags, harness], {
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
}

/** Ends the process and everything that it has started. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
