// npm run verify:paths: being fast changes no result. What proves the graders is run with all that is only there to be fast, and without any
// of it. Arguments go to `gradlab verify`: `--quick`, `--seeds 5`.
import { spawnSync } from 'node:child_process';
import { mustRunNode, prepare, prepareImages } from './prepare.js';

/** ARCHITECTURE.md says what each does. */
const OFF = { GRADLAB_IMAGES: 'off', GRADLAB_REUSE: 'off', GRADLAB_COMPILED_TRAINING: 'off' };
/** The hostile class, and what holds one grading against another. */
const TESTS = ['test/hostile', 'test/grading', 'test/cli/grade.test.ts', 'test/cli/fast-paths.test.ts'];

await prepare();
await prepareImages();
const [withAll, without] = [
  { how: 'With', env: process.env },
  { how: 'Without', env: { ...process.env, ...OFF } },
].map(({ how, env }) => {
  process.stdout.write(`${how} what is only there to be fast: verify, ${TESTS.join(', ')}\n`);
  const verify = ['bin/gradlab.js', 'verify', '--format', 'json', ...process.argv.slice(2)];
  const { status, stdout } = spawnSync(process.execPath, verify, {
    env,
    stdio: ['ignore', 'pipe', 'inherit'], // It takes minutes: what it is at is shown.
  });
  if (status !== 0) {
    process.stdout.write(stdout);
    process.exit(status ?? 1);
  }
  // Without, all of it takes four times as long.
  mustRunNode('node_modules/vitest/vitest.mjs', ['run', '--testTimeout', '600000', ...TESTS], { env });
  return stdout;
});
if (!withAll.equals(without)) {
  process.stdout.write('verify has found something else without what is only there to be fast\n');
  process.exitCode = 1;
} else process.stdout.write('The same both ways\n');
