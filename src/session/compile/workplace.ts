import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { gradlabRoot } from '../gradlab-root.js';

/** Where cells are compiled and run: what they can import. */
export interface Workplace {
  /** Packages are resolved as from a file in this folder. */
  modulesFrom: string;
  /** Folders that hold `node/index.d.ts`. */
  typeRoots: string[];
  /** The notebook's folder and, where only some files may be imported, their names. */
  local?: { root: string; files?: string[] };
  /** `complete` and `inspect` are asked for. */
  editing?: boolean;
}

const requireHere = createRequire(import.meta.url);

/** A workplace whose packages are those of `projectFolder`, if gradlab is installed there, else gradlab's own. */
export function workplaceFor(projectFolder: string | undefined, local?: Workplace['local']): Workplace {
  const modulesFrom =
    projectFolder !== undefined && seesGradlab(projectFolder) ? packagesOf(projectFolder) : gradlabRoot;
  const nodeTypes = path.dirname(requireHere.resolve('@types/node/package.json'));
  return { modulesFrom, typeRoots: [path.dirname(nodeTypes)], ...(local ? { local } : {}) };
}

function seesGradlab(folder: string): boolean {
  return ancestors(folder).some((ancestor) =>
    fs.existsSync(path.join(ancestor, 'node_modules', 'gradlab', 'package.json')),
  );
}

/** The folder from which the packages of a project's folder are found: the same for all notebooks of a project. */
function packagesOf(folder: string): string {
  return ancestors(folder).find((ancestor) => fs.existsSync(path.join(ancestor, 'node_modules')))!;
}

/** Folders whose declaration files the compiler may read: every `node_modules` from `modulesFrom` upwards, the types of
 * Node, TypeScript's libraries and gradlab's built declarations. */
export function packageRoots({ modulesFrom, typeRoots }: Workplace): string[] {
  const installed = [modulesFrom, gradlabRoot]
    .flatMap(ancestors)
    .map((folder) => path.join(folder, 'node_modules'));
  const own = ['dist', 'package.json'].map((name) => path.join(gradlabRoot, name));
  const roots = [...installed, ...typeRoots, path.dirname(requireHere.resolve('typescript')), ...own];
  return [...new Set(roots)].filter((root) => fs.existsSync(root));
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(path.resolve(folder));
  return parent === path.resolve(folder) ? [parent] : [path.resolve(folder), ...ancestors(parent)];
}
