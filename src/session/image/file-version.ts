import fs from 'node:fs';

/** Tells a file from another one in its place: by its length and the second of its last change, which archives and container
 * images keep. */
export function fileVersion(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${Math.floor(stat.mtimeMs / 1000)}/${stat.size}` : 'gone';
}
