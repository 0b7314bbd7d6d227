import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { makeFolder } from '../../session/make-folder.js';
import { gradlabRoot } from '../../session/index.js';
import { UsageError } from '../exit-code.js';

/** Writes a file and the folders that it lies in. */
export function write(out: string, name: string, text: string): void {
  const file = path.join(out, name);
  makeFolder(path.dirname(file));
  fs.writeFileSync(file, text);
}

/** A template that is shipped with gradlab. */
export function template(folder: string, name: string): string {
  return fs.readFileSync(path.join(gradlabRoot, 'templates', folder, name), 'utf8');
}

/** The text of a package.json that depends on a packed gradlab.
 * @param packed Its place in the folder. */
export function packageJson(scripts: Record<string, string>, packed: string): string {
  const all = {
    name: 'course',
    version: '1.0.0',
    private: true,
    scripts,
    dependencies: { gradlab: `file:${packed}` },
    allowScripts,
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** Whose scripts npm runs when it installs; it warns of any that is not named. That of zeromq compiles where no library is shipped for a
 * machine, that of core-js prints. As for gradlab itself. */
const { allowScripts } = createRequire(import.meta.url)('../../../package.json') as {
  allowScripts: Record<string, boolean>;
};

/** Settings of npm, and the lockfile for the package.json that is there. */
export function writeLockfile(out: string): void {
  write(out, '.npmrc', 'fund=false\naudit=false\nomit-lockfile-registry-resolved=true\n');
  process.stderr.write('Writing package-lock.json …\n');
  npm(['install', '--package-lock-only', '--ignore-scripts'], out);
}

/** This very gradlab as a package file, so that a release works before the package is published. */
export function packGradlab(vendor: string): string {
  makeFolder(vendor);
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', vendor], gradlabRoot),
  ) as { filename: string }[];
  return `vendor/${packed!.filename}`;
}

/** @throws {UsageError} If npm fails: it has said why. */
function npm(args: string[], cwd: string): string {
  const windows = process.platform === 'win32';
  const { status, stdout, error } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  if (status === 0) return stdout;
  throw new UsageError(
    `npm ${args[0]} failed${error ? ` (${error.message})` : ''}: a release needs npm and the registry that it is set up for`,
  );
}
