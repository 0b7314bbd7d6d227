import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { MARK, markedProcesses } from './descendants.js';

const harness = fileURLToPath(new URL('../execute/harness.js', import.meta.url));

/** What a student's process finds in its environment: nothing of the caller's but where programs and folders are. */
export function executorEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'HOME',
    'USERPROFILE',
    'SystemRoot',
    'TEMP',
    'TMP',
    'TMPDIR',
    'LANG',
    'XDG_CACHE_HOME',
    'LOCALAPPDATA',
  ];
  const environment: NodeJS.ProcessEnv = {};
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return { ...environment, ...settings };
}

export interface ExecutorOptions {
  memoryMiB: number;
  env: NodeJS.ProcessEnv;
  /** Seed of `Math.random`, for runs that must repeat. */
  randomSeed?: number;
  /** A second channel, on descriptor 4, brings interrupts. */
  interruptible: boolean;
}

/** Starts the process that executes cells: a group of its own, with one channel on descriptor 3. */
export function spawnExecutor({ memoryMiB, env, randomSeed, interruptible }: ExecutorOptions): ChildProcess {
  const flags = ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${memoryMiB}`];
  if (randomSeed !== undefined) flags.push(`--random-seed=${randomSeed}`);
  const mark = randomUUID();
  const child = spawn(process.execPath, [...flags, harness], {
    env: { ...env, [MARK]: mark },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(interruptible ? (['pipe'] as const) : [])],
  });
  marks.set(child, mark);
  if (live.size === 0) process.on('exit', killLive);
  live.add(child);
  child.once('exit', () => {
    live.delete(child);
    if (live.size === 0) process.off('exit', killLive);
  });
  return child;
}

/** Executors that are running: none may outlive this process, whatever ends it. */
const live = new Set<ChildProcess>();

function killLive(): void {
  for (const child of live) killGroup(child);
}

const marks = new WeakMap<ChildProcess, string>();

/** Ends the process and everything that it has started. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  kill(-child.pid);
  // Those that left the group. A few rounds, since they may be starting others.
  const mark = marks.get(child);
  if (mark === undefined) return;
  for (let round = 0; round < 5; round++) {
    const left = markedProcesses(mark).filter((pid) => pid !== child.pid);
    if (!left.length) return;
    left.forEach(kill);
  }
}

/** Ends what the process has started, where the system tells what that is. */
export function killPrograms(child: ChildProcess): void {
  const mark = marks.get(child);
  if (mark !== undefined)
    markedProcesses(mark)
      .filter((pid) => pid !== child.pid)
      .forEach(kill);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
