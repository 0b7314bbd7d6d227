import fs from 'node:fs';
import path from 'node:path';

/** Where a program of the system is; nothing if it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/bin'];
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}
