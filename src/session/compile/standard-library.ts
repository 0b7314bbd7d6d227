/** TypeScript's `lib` for what the running Node has: a cell must not type-check against functions that are missing
 * when it runs. Sources: node.green and the V8 release notes.
 * @param version As in `process.versions.node`. */
export function standardLibrary(version: string): string[] {
  const major = Number(version.split('.')[0]);
  const always = ['lib.esnext.decorators.d.ts', 'lib.decorators.d.ts', 'lib.esnext.disposable.d.ts'];
  if (major >= 24) return ['lib.es2025.d.ts', 'lib.esnext.array.d.ts', 'lib.esnext.error.d.ts', ...always];
  if (major >= 22) {
    return [
      'lib.es2024.d.ts',
      'lib.es2025.iterator.d.ts',
      'lib.es2025.collection.d.ts',
      'lib.esnext.array.d.ts',
      ...always,
    ];
  }
  return ['lib.es2023.d.ts', ...always];
}
