import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { compilerImage, executorImage, threadsWorkInImages } from '../../dist/session/image/images.js';
import { discardImage } from '../../dist/session/image/image-store.js';
import { workplaceFor } from '../../dist/session/index.js';
import { temporaryFolder } from '../session/run-cells.js';
import { program, startKernel } from './gradlab-kernel.js';

/** Of no other kernel: the images are this test's own. */
const memoryMiB = 1024 + 19;
const env = { GRADLAB_MEMORY_MIB: `${memoryMiB}` };

it('a kernel starts from the images that its installation has made, where Node takes them with threads', async () => {
  const cwd = temporaryFolder();
  const workplace = { ...workplaceFor(cwd, { root: cwd }), editing: true };
  const images = [executorImage(workplace.modulesFrom, memoryMiB), compilerImage(workplace, memoryMiB)];
  try {
    const args = [program, 'kernel', 'install', '--prefix', temporaryFolder()];
    execFileSync(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
    const kernel = await startKernel({ cwd, env });
    const { result } = await kernel.execute(
      "const fs = await import('node:fs'); fs.readFileSync('/proc/self/cmdline', 'latin1').includes('--snapshot-blob')",
    );
    kernel.close();
    expect(result).toEqual({ 'text/plain': String(threadsWorkInImages) });
  } finally {
    images.forEach(discardImage);
  }
}, 120_000);
