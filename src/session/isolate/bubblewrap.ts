import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { BoxCopies } from './box-copies.js';
import { findProgram } from './find-program.js';
import { boxEnvironment } from './left-boxes.js';
import { withParentDeathSignal } from './parent-death-signal.js';
import { seccompFilter } from './seccomp-filter.js';

/** What a process in the box sees and may use. */
export interface Box {
  /** Files and folders that it may read, at the places where they are outside. */
  readable: string[];
  /** Holds `files`; nothing else of it is seen. */
  folder: string;
  /** Files that it may read, relative to the folder: they stand in its working folder, which is otherwise empty. */
  files: string[];
  /** Hold what it reads; it sees them in place of the originals. */
  copies?: BoxCopies | undefined;
  /** All of its environment. */
  env: Record<string, string>;
  memoryMiB: number;
  cpuSeconds: number;
}

/** Descriptors that bubblewrap itself reads and writes; those of the channel come before them. */
const [FILTER_FD, INFO_FD] = [5, 6];

/** Where the box has Node: not where it is outside, which may be somebody's home. */
const NODE_IN_BOX = '/box/node';
/** The working folder of a process in a box: writable, and gone with it. It has one name for all, since whatever differs between two
 * runs of a submission can come back in its results. */
export const FOLDER_IN_BOX = '/box/notebook';
const TMPFS_BYTES = 64 << 20;
/** Beside the memory that is watched, and a bound that no step between two looks can pass. */
const SPARE_MEMORY_MIB = 1024;
/** Of addresses, most of which stay reserved for WebAssembly (10 GiB for each of its memories): the tables that the system keeps of
 * pages take a 512th of what is looked at, and no other limit counts them. */
const ADDRESSES_GIB = 256;
const MAX_OPEN_FILES = 512;
/** Of the first thread, which `--data` does not count. */
const STACK_BYTES = 8 << 20;

/** The command that runs Node in a box: no network, no other processes, no home, nothing to write to but small folders in
 * memory, and what prlimit and the filter of system calls forbid. */
function boxCommand(box: Box, nodeArguments: string[]): { file: string; args: string[] } {
  const { prlimit, bwrap } = programs();
  const { folder, files, readable, copies, env, memoryMiB, cpuSeconds } = box;
  const shown = (place: string, inBox = place) =>
    readOnly(copies ? copies.at(place) : fs.realpathSync(place), inBox);
  const limits = [
    `--data=${(memoryMiB + SPARE_MEMORY_MIB) * 2 ** 20}`,
    `--as=${ADDRESSES_GIB * 2 ** 30}`,
    `--stack=${STACK_BYTES}`,
    `--cpu=${cpuSeconds}:${cpuSeconds}`,
    `--nofile=${MAX_OPEN_FILES}`,
    `--fsize=${TMPFS_BYTES}`,
    '--core=0',
  ];
  const options = [
    ['--unshare-all', '--new-session', '--die-with-parent', '--as-pid-1', '--cap-drop', 'ALL'],
    ['--seccomp', String(FILTER_FD), '--info-fd', String(INFO_FD), '--hostname', 'box', '--clearenv'],
    ...Object.entries(env).map(([name, value]) => ['--setenv', name, value]),
    ...systemFiles().map((place) => shown(place)),
    // As root, whose settings of the kernel these would be: a program to run at a crash, say.
    ['--proc', '/proc', '--remount-ro', '/proc'],
    ['--dev', '/dev'],
    emptyFolder(SHARED_MEMORY),
    ['--remount-ro', '/dev'],
    emptyFolder(TEMPORARY),
    shown(process.execPath, NODE_IN_BOX),
    ...readable.map((place) => shown(place)),
    emptyFolder(FOLDER_IN_BOX),
    ...files.map((file) => readOnly(path.join(folder, file), path.join(FOLDER_IN_BOX, file))),
    ['--remount-ro', '/', '--chdir', FOLDER_IN_BOX],
  ];
  return {
    file: prlimit,
    args: [...limits, '--', bwrap, ...options.flat(), '--', NODE_IN_BOX, ...nodeArguments],
  };
}

const [SHARED_MEMORY, TEMPORARY] = ['/dev/shm', '/tmp'] as const;

/** Where a process in the box can write, each a file system of its own. */
export const WRITABLE_IN_BOX = [SHARED_MEMORY, TEMPORARY, FOLDER_IN_BOX] as const;

const emptyFolder = (place: string) => ['--size', String(TMPFS_BYTES), '--tmpfs', place];

const readOnly = (source: string, place: string) => ['--ro-bind', source, place];

/** What Node itself consists of here: nothing else of the system is in a box. */
function systemFiles(): string[] {
  system ??= [...nodeLibraries(), '/etc/ld.so.cache', DEBIAN_NODE].filter((place) => fs.existsSync(place));
  return system;
}

let system: string[] | undefined;

/** Debian's Node reads parts of itself from here. */
const DEBIAN_NODE = '/usr/share/nodejs';

function nodeLibraries(): string[] {
  // Else it asks for the names of all addresses that the process is connected with.
  Object.assign(process.report, { excludeNetwork: true });
  const { sharedObjects } = process.report.getReport() as { sharedObjects: string[] };
  return sharedObjects.filter((file) => path.isAbsolute(file) && !file.endsWith('.node'));
}

/** What a box reads, but for the files of its working folder.
 * @param program What Node is started with. */
export const filesOfBox = (readable: string[], program: string[]): string[] => [
  process.execPath,
  ...systemFiles(),
  ...readable,
  ...program.filter((argument) => path.isAbsolute(argument)),
];

/** @throws {Error} If one of them is not installed. */
function programs(): { prlimit: string; bwrap: string } {
  return { prlimit: installed('prlimit'), bwrap: installed('bwrap') };
}

function installed(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

export type Descriptor = 'pipe' | 'ignore';

/** Starts Node in a box.
 * @param stdio Descriptors 0 to 4, or fewer. */
export function spawnInBox(box: Box, nodeArguments: string[], stdio: Descriptor[]): ChildProcess {
  const { file, args } = withParentDeathSignal(boxCommand(box, nodeArguments));
  const filter = seccompFilter(process.arch);
  if (!filter) throw new Error(`there is no filter of system calls for ${process.arch}`);
  const unused = Array.from({ length: FILTER_FD - stdio.length }, (): Descriptor => 'ignore');
  const all: Descriptor[] = [...stdio, ...unused, 'pipe', 'pipe'];
  // With an environment of its own: bubblewrap stays outside the box as its parent.
  const child = spawn(file, args, { env: boxEnvironment(), detached: true, stdio: all });
  const filterPipe = child.stdio[FILTER_FD] as Writable;
  filterPipe.on('error', () => {}); // It did not start: its exit tells why.
  filterPipe.end(filter);
  return child;
}

/** Number of the boxed process outside the box, once bubblewrap has told it; nothing if it does not start. */
export async function boxedPid(child: ChildProcess): Promise<number | undefined> {
  const told = child.stdio[INFO_FD] as Readable;
  let text = '';
  try {
    for await (const chunk of told.setEncoding('utf8')) text += chunk as string;
    return (JSON.parse(text) as { 'child-pid'?: number })['child-pid'];
  } catch {
    return undefined;
  }
}

/** Why boxes do not work here, and what to do about it. */
export interface BoxProblem {
  reason: string;
  advice: string;
}

/** Tries to start a box.
 * @returns Nothing if it works. */
export async function bubblewrapProblem(): Promise<BoxProblem | undefined> {
  if (process.platform !== 'linux') {
    const reason = `bubblewrap needs Linux, and this is ${process.platform}`;
    return { reason, advice: 'Grade in a Linux virtual machine or container' };
  }
  const folder = path.join(os.tmpdir(), 'gradlab-box');
  const box: Box = { readable: [], folder, files: [], env: {}, memoryMiB: 1024, cpuSeconds: 60 };
  let said = '';
  try {
    const child = spawnInBox(box, ['--version'], ['ignore', 'ignore', 'pipe']);
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return undefined;
  } catch (error) {
    said = (error as Error).message;
  }
  const reason = said.trim().split('\n')[0] || 'bubblewrap ended without a word';
  return { reason, advice: adviceFor(reason) };
}

/** What helps against what bubblewrap says.
 * @see https://github.com/containers/bubblewrap, bubblewrap.c and utils.c for the messages */
function adviceFor(reason: string): string {
  if (/is not installed/.test(reason))
    return 'Debian, Ubuntu: sudo apt-get install bubblewrap util-linux; Fedora: sudo dnf install bubblewrap util-linux';
  if (/Unknown option/.test(reason)) return 'Install bubblewrap 0.8 or later';
  if (/uid map|No permissions to create|namespace/i.test(reason))
    return 'Allow user namespaces. Ubuntu 24.04 and hosted runners: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0. In a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined, or grade with --isolation external, one container per submission';
  if (/mount|proc/i.test(reason))
    return 'In a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined, or grade with --isolation external, one container per submission';
  return 'gradlab doctor tries it again; --isolation process grades submissions that you trust';
}
