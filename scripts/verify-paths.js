// npm run verify:paths: being fast changes no result. What proves the graders is run with all fast paths and without any, and must
// come to the same. Arguments go to `gradlab verify`: `--quick`, `--seeds 5`.
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mustRunNode, prepare, prepareImages } from './prepare.js';

/** ARCHITECTURE.md says what each does. */
const OFF = { GRADLAB_IMAGES: 'off', GRADLAB_REUSE: 'off', GRADLAB_COMPILED_TRAINING: 'off' };
/** The hostile class, and what holds results of one run against those of another. */
const TESTS = ['test/hostile', 'test/cli/grade.test.ts', 'test/grading', 'test/session/values.test.ts'];

await prepare();
await prepareImages();
const { handedIn } = await import('../bench/class-answers.js');
const { writeClass } = await import('../bench/class.js');
const folder = mkdtempSync(path.join(os.tmpdir(), 'gradlab-paths-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const students = path.join(folder, 'class');
writeClass(students, handedIn(20));

const found = [prove('with', {}), prove('without', OFF)];
for (const name of Object.keys(found[0])) {
  const isSame = found[0][name].equals(found[1][name]);
  process.stdout.write(`${isSame ? '✓' : '✗'} ${name}: ${isSame ? 'the same' : 'other results'} both ways\n`);
  if (!isSame) process.exitCode = 1;
}

/** Ends the process where something does not hold.
 * @returns What `verify` and a grading have found. */
function prove(how, switches) {
  const run = (program, args, options) => {
    process.stdout.write(
      `${how} fast paths: ${path.basename(program, path.extname(program))} ${args.join(' ')}\n`,
    );
    mustRunNode(program, args, { env: { ...process.env, ...switches }, ...options });
  };
  const verified = path.join(folder, `verify-${how}.json`);
  const stdio = ['ignore', openSync(verified, 'w'), 'ignore'];
  run('bin/gradlab.js', ['verify', '--format', 'json', ...process.argv.slice(2)], { stdio });
  const out = path.join(folder, how);
  const grade = ['grade', students, '--out', out, '--stable', '--exit-zero', '--isolation', 'process'];
  run('bin/gradlab.js', grade, { stdio: 'ignore' });
  run('node_modules/vitest/vitest.mjs', ['run', ...TESTS]);
  return { verify: readFileSync(verified), grade: readFileSync(path.join(out, 'results.json')) };
}
