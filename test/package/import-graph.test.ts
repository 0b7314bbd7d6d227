import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** The packages that a built module loads with its static imports, directly or through our own modules. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) visit(path.resolve(path.dirname(file), name));
      else if (!name.startsWith('node:') && name !== 'module') packages.add(name);
    }
  };
  visit(path.join(dist, entry));
  return packages;
}

/** What a module imports when it is loaded: not what it imports when something is called. */
function importsOf(file: string): string[] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext);
  return source.statements.flatMap((statement): string[] => {
    if (
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
      statement.moduleSpecifier
    ) {
      return [(statement.moduleSpecifier as ts.StringLiteral).text];
    }
    return [...statement.getFullText(source).matchAll(/= __require\("([^"]+)"\);?$/gm)].map(
      (match) => match[1]!,
    );
  });
}

/** The rooms (folders of dist) that the modules of one import. */
function roomsImportedBy(room: string): string[] {
  const folder = path.join(dist, room);
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => path.join(folder, name));
  const imported = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => path.relative(dist, path.resolve(path.dirname(file), name)).split(path.sep)[0]!),
  );
  return [...new Set(imported)].filter((name) => name !== room).sort();
}

describe('what is loaded', () => {
  it('a notebook that imports gradlab loads tfjs and nothing else', () => {
    expect([...packagesOf('index.js')].sort()).toEqual(['@tensorflow/tfjs']);
  });

  it('gradlab --help loads commander and no more: no tfjs, no TypeScript, no zod', () => {
    expect([...packagesOf('cli/main.js')]).toEqual(['commander']);
  });

  it('the process of a student loads no package before the first cell', () => {
    expect([...packagesOf('session/execute/harness.js')]).toEqual([]);
  });

  it('reports know the result model only', () => {
    const files = fs.readdirSync(path.join(dist, 'report')).filter((name) => name.endsWith('.js'));
    const ofCsv = ['csv-report.js', 'index.js'];
    for (const file of files)
      expect([...packagesOf(`report/${file}`)]).toEqual(ofCsv.includes(file) ? ['papaparse'] : []);
  });

  it.each([
    ['lab', []],
    ['notebook', []],
    ['session', []],
    ['grading', ['lab', 'notebook', 'session']],
    ['runner', ['session', 'notebook']],
    ['kernel', ['session']],
    ['report', ['grading']],
    ['gradebook', ['grading', 'lab', 'report']],
    ['batch', ['grading', 'notebook', 'session']],
    ['nbgrader', ['notebook']],
  ])('the room %s imports these rooms alone: %j', (room, others) => {
    expect(roomsImportedBy(room).filter((name) => !others.includes(name))).toEqual([]);
  });
});
