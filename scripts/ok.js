// npm run ok: npm test, and types, lint, format, dead exports, package check.
import { mustRunNode, prepare } from './prepare.js';

const bin = (path, args) => mustRunNode(`node_modules/${path}`, args);

await prepare();
bin('typescript/bin/tsc', ['-p', 'tsconfig.json']);
bin('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', 'src', 'graders', 'test', 'scripts', 'bench']);
bin('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
bin('knip/bin/knip.js', []);
bin('@arethetypeswrong/cli/dist/index.js', [
  '--pack',
  '.',
  '--quiet',
  '--ignore-rules',
  'cjs-resolves-to-esm',
]);
if (!process.argv.includes('--no-test')) mustRunNode('scripts/test.js', []);
