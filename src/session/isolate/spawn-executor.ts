import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { BoxCopies } from './box-copies.js';
import { boxedPid, FOLDER_IN_BOX, spawnInBox, WRITABLE_IN_BOX, type Descriptor } from './bubblewrap.js';
import { MARK } from './descendants.js';
import { ExecutorProcess } from './executor-process.js';
import { LARGE_PAGES } from '../large-pages.js';
import type { IsolationLevel } from './isolation.js';
import { flagsInBox, permissionFlags } from './node-permission.js';
import { withParentDeathSignal } from './parent-death-signal.js';

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
  const environment: NodeJS.ProcessEnv = { ...LARGE_PAGES };
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return { ...environment, ...settings };
}

export interface ExecutorOptions {
  isolation: IsolationLevel;
  /** Arguments for Node: the program, with V8's flags. */
  program: string[];
  /** Working folder, and the files in it that a box shows. */
  folder: string;
  files: string[];
  /** Packages that cells can import: what the stronger levels let it read. */
  readable: string[];
  /** A box sees these in place of the originals. */
  copies?: BoxCopies | undefined;
  memoryMiB: number;
  cpuSeconds: number;
  /** Added to the little that the process finds in its environment. */
  env: Record<string, string>;
  /** Seed of `Math.random`, for runs that must repeat. */
  randomSeed?: number;
  /** A second channel, on descriptor 4, brings interrupts. */
  interruptible: boolean;
  /** Within a box, code is not to look into its own process by Node's ways, nor to load native code. */
  confined: boolean;
}

/** The working folder as the process that executes cells sees it. */
export function folderInside({ isolation, folder }: Pick<ExecutorOptions, 'isolation' | 'folder'>): string {
  return isolation === 'bubblewrap' ? FOLDER_IN_BOX : folder;
}

/** Starts the process that executes cells, with one channel on descriptor 3. */
export function spawnExecutor(options: ExecutorOptions): ExecutorProcess {
  const {
    isolation,
    program,
    folder,
    files,
    readable,
    copies,
    memoryMiB,
    cpuSeconds,
    env,
    randomSeed,
    interruptible,
    confined,
  } = options;
  const flags = ['--disable-warning=ExperimentalWarning'];
  if (randomSeed !== undefined) flags.push(`--random-seed=${randomSeed}`);
  const stdio: Descriptor[] = ['ignore', 'pipe', 'pipe', 'pipe'];
  if (interruptible) stdio.push('pipe');
  if (isolation === 'bubblewrap') {
    const inBox = { ...LARGE_PAGES, ...env, HOME: FOLDER_IN_BOX, TMPDIR: '/tmp' };
    const box = { readable, copies, folder, files, env: inBox, memoryMiB, cpuSeconds };
    if (confined) flags.push(...flagsInBox());
    const child = spawnInBox(box, [...flags, ...program], stdio);
    return new ExecutorProcess(child, { boxed: boxedPid(child), places: WRITABLE_IN_BOX });
  }
  if (isolation === 'node') flags.push(...permissionFlags(readable, folder));
  const mark = randomUUID();
  const { file, args } = withParentDeathSignal({ file: process.execPath, args: [...flags, ...program] });
  const child = spawn(file, args, {
    env: { ...executorEnvironment(env), [MARK]: mark },
    detached: process.platform !== 'win32',
    stdio,
  });
  return new ExecutorProcess(child, { mark });
}
