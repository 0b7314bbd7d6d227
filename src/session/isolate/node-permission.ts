import path from 'node:path';

/** Flags of Node's permission model: reads the given places, writes to its working folder, starts threads and no
 * processes. No boundary against code that means harm: the network and signals stay open.
 * @see https://nodejs.org/api/permissions.html */
export function permissionFlags(readable: string[], folder: string): string[] {
  return [
    ...permission(),
    '--allow-worker',
    ...[...readable, folder].map((place) => `--allow-fs-read=${within(place)}`),
    `--allow-fs-write=${within(folder)}`,
  ];
}

/** Flags for a box, which says itself what of the file system there is: no debugger of its own, no native code, no processes, and no threads,
 * which Node does not hold to these flags. */
export const flagsInBox = (): string[] => [...permission(), '--allow-fs-read=*', '--allow-fs-write=*'];

/** Node 26 counts the channel to the session, an inherited pipe, as network. A box has none, whatever Node allows. */
function permission(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  const flag = isStable ? '--permission' : '--experimental-permission';
  return major >= 26 ? [flag, '--allow-net'] : [flag];
}

/** A folder with all that it holds. */
const within = (place: string) => (path.extname(place) === '.json' ? place : path.join(place, '*'));
