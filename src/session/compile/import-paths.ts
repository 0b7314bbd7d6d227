import { builtinModules } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import type { FileView } from './file-view.js';

export interface ImportPlace {
  /** Where the module's name begins. */
  start: number;
  typed: string;
}

/** The place in a cell, if it is within the name of a module that is imported. */
export function importPlaceAt(source: string, at: number): ImportPlace | undefined {
  const match = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*['"]([^'"\n]*)$/.exec(
    source.slice(0, at),
  );
  return match ? { start: at - match[1]!.length, typed: match[1]! } : undefined;
}

/** Names of modules that begin as typed: installed packages and Node's own, or files beside the notebook. */
export function importPaths(
  typed: string,
  { modulesFrom, localRoot, view }: { modulesFrom: string; localRoot: string | undefined; view: FileView },
): string[] {
  const names = /^\.\.?(\/|$)/.test(typed)
    ? localModules(typed, localRoot, view)
    : [...packagesSeenFrom(modulesFrom), ...builtinModules.filter(isPublic).map((name) => `node:${name}`)];
  return [...new Set(names)].filter((name) => name.startsWith(typed)).sort();
}

const isPublic = (name: string) => !name.startsWith('_') && !name.includes('/_') && !name.startsWith('node:');

function localModules(typed: string, localRoot: string | undefined, view: FileView): string[] {
  if (localRoot === undefined) return [];
  const folder = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/') + 1) : `${typed}/`;
  return namesIn(path.join(localRoot, folder)).flatMap((name) => {
    const file = path.join(localRoot, folder, name);
    if (view.isLocal(file)) return [`${folder}${name.replace(/\.m?ts$/, '')}`];
    return !name.startsWith('.') && name !== 'node_modules' && isFolder(file) ? [`${folder}${name}/`] : [];
  });
}

function packagesSeenFrom(folder: string): string[] {
  const modules = path.join(folder, 'node_modules');
  const here = namesIn(modules).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@')
      ? namesIn(path.join(modules, name)).map((inner) => `${name}/${inner}`)
      : [name];
  });
  const parent = path.dirname(folder);
  return parent === folder ? here : [...here, ...packagesSeenFrom(parent)];
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

const isFolder = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
