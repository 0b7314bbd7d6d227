import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradlab, temporaryFolder } from './gradlab.js';

const dataFolder = process.env['GRADLAB_DATA_DIR'];
if (dataFolder === undefined) console.log('Skipped: gradlab data with the real files (set GRADLAB_DATA_DIR)');

describe('gradlab data', () => {
  it.skipIf(dataFolder === undefined)(
    'says how many images there are, and where they come from',
    async () => {
      const { code, stdout } = await gradlab(['data']);
      const line = (name: string) => `${name}: 60000 training and 10000 test images, from GRADLAB_DATA_DIR\n`;
      expect({ code, stdout }).toEqual({ code: 0, stdout: line('fashion-mnist') + line('mnist') });
    },
  );

  it('without network: exit 3, what went wrong, and what to do', async () => {
    const env = {
      GRADLAB_DATA_DIR: '',
      GRADLAB_DATA_URL: 'http://127.0.0.1:9',
      XDG_CACHE_HOME: temporaryFolder(),
      GRADLAB_CACHE_DIR: '',
    };
    const { code, stdout, stderr } = await gradlab(['data', 'mnist'], { env });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^mnist: Cannot load MNIST\. /);
    expect(stderr).toContain('or set GRADLAB_DATA_DIR to a folder that has them in mnist/');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a GRADLAB_DATA_DIR that does not exist is named', async () => {
    const { code, stderr } = await gradlab(['data', 'mnist'], { env: { GRADLAB_DATA_DIR: '/nowhere' } });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'mnist: GRADLAB_DATA_DIR names a folder that does not exist: /nowhere\n',
    });
  });
});

describe('gradlab doctor', () => {
  it('tries a notebook, finds the data, and says what to do about the rest', async () => {
    const data = temporaryFolder();
    fs.mkdirSync(path.join(data, 'mnist'));
    const { code, stdout } = await gradlab(['doctor'], {
      env: { GRADLAB_DATA_DIR: data, XDG_CACHE_HOME: temporaryFolder() },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ Node \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^✓ Notebooks run here; backend .*(wasm|WebAssembly)/m);
    expect(stdout).toContain(`✓ mnist in ${data}\n`);
    expect(stdout).toMatch(/^– fashion-mnist is not here yet\n {4}gradlab data fashion-mnist fetches it/m);
    expect(stdout).toMatch(/^[✓–] Native TensorFlow is (not )?installed/m);
    expect(stdout).toMatch(/^[✓–] (bubblewrap|bwrap)/im);
  });
});
