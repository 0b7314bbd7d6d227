#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('gradlab is not built yet: run `npm run build` in its folder\n');
  process.exitCode = 2;
}
