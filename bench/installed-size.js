// What gradlab takes on the disk of somebody who installs it.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** @returns {{ packages: number, MiB: number }} Its own programs, and the packages that it needs, with theirs. */
export function installedSize() {
  const list = execFileSync('npm', ['ls', '--all', '--omit=dev', '--parseable'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [, ...packages] = list.trim().split(/\r?\n/);
  const bytes = ['dist', 'bin', 'templates', ...packages].reduce((sum, folder) => sum + bytesOf(folder), 0);
  return { packages: packages.length, MiB: bytes / 2 ** 20 };
}

/** But for packages within, which are listed themselves. */
function bytesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + bytesOf(place);
    return entry.isFile() ? sum + statSync(place).size : sum;
  }, 0);
}
