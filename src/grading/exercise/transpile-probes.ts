import fs from 'node:fs';
import ts = require('typescript');

/** A module of probes as CommonJS without comments; empty where the exercise has none. */
export function transpileProbes(file: string): string {
  if (!fs.existsSync(file)) return '';
  const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      removeComments: true,
    },
  });
  return outputText;
}
