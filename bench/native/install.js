// node bench/native/install.js: native TensorFlow in .cache/native, for the comparison in `npm run bench`. What it takes: `gradlab backend`.
import { spawnSync } from 'node:child_process';
import { SIZES } from '../../dist/cli/backend/needs.js';
import { hasNative, ownCache } from './run.js';

if (!hasNative) {
  process.stderr.write(
    `Native TensorFlow for the benchmark alone, in .cache/native: ${SIZES.download} MB to download, ${SIZES.kept} MB of disk …\n`,
  );
  const { status, stderr } = spawnSync(process.execPath, ['bin/gradlab.js', 'backend', 'install'], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, XDG_CACHE_HOME: ownCache, PIP_NO_CACHE_DIR: '1' }, // pip's cache would be there, too.
  });
  if (status !== 0) process.stderr.write(stderr);
  process.exitCode = status;
}
