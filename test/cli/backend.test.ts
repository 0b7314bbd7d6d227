import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { wheelProblem } from '../../src/cli/backend/wheel.js';
import { gradlab, notebookOf, start, temporaryFolder, type Ended } from './gradlab.js';
import { BROKEN, compilerOf, INSTALLING_NPM, machineWith, PROGRAMS, wheelWith } from './native-programs.js';

const LIBRARY = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'];
const FILES = [...LIBRARY, 'tensorflow/include/tensorflow/c/c_api.h', 'tensorflow/python/keras.py'];

const problem = wheelProblem();
if (problem !== undefined) console.log(`Skipped: gradlab backend install from PyPI, as ${problem}`);

const { npm, python3, 'c++': cxx } = PROGRAMS;

let wheel: string;
beforeAll(async () => {
  wheel = await wheelWith(FILES);
});

const install = (env: NodeJS.ProcessEnv, ...options: string[]) =>
  gradlab(['backend', 'install', ...options], { env });

/** What is in a cache folder. */
const found = (cache: string) => {
  const folder = path.join(cache, 'gradlab');
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
};

const installed = `tfjs-node-4.22.0-${process.platform}-${process.arch}`;

const isPosix = process.platform !== 'win32'; // The programs are shell scripts.

describe.runIf(isPosix)('gradlab backend', () => {
  it('says what is not installed, and that nothing needs it', async () => {
    const { code, stdout, stderr } = await gradlab(['backend'], { env: machineWith(PROGRAMS, wheel) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^– Native TensorFlow is not installed: notebooks use WebAssembly\n {4}Not needed\./,
    );
    expect(stdout).toContain('about 230 MB to download, 1000 MB of disk meanwhile, 690 MB after that');
  });

  it.skipIf(problem)('says what is missing here', async () => {
    const { stdout } = await gradlab(['backend'], { env: machineWith({}, wheel) });
    expect(stdout).toContain('Missing for that: npm, which comes with Node');
    expect(stdout).toContain('Missing for that: Python 3 with pip');
    expect(stdout).toContain('Missing for that: A compiler of C++. Debian, Ubuntu: sudo apt-get install g++');
  });
});

describe.runIf(isPosix)('gradlab backend install', () => {
  it('takes what the own installer of the package brings, where that works', async () => {
    const cache = temporaryFolder();
    const env = machineWith({ npm: INSTALLING_NPM }, wheel, cache);
    const { code, stdout, stderr } = await install(env);
    expect({ code, stdout, stderr }).toMatchObject({
      code: 0,
      stdout: `${path.join(cache, 'gradlab', installed)}\n`,
    });
    expect(stderr).toContain('TensorFlow 2.18.1 works: its weights are those of plain JavaScript\n');
    expect(found(cache)).toEqual([installed]);
  });

  it('--from npm goes no other way', async () => {
    const cache = temporaryFolder();
    const { code, stdout, stderr } = await install(machineWith(PROGRAMS, wheel, cache), '--from', 'npm');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(
      /Native TensorFlow is not installed:\n- Error: getaddrinfo ENOTFOUND storage\.example\nNothing needs it: notebooks use WebAssembly\n$/,
    );
    expect(found(cache)).toEqual([]);
  });

  it('--from takes what it knows', async () => {
    const { code, stderr } = await install({}, '--from', 'pipy');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: '--from takes npm, pypi: got "pipy", did you mean "pypi"?\n',
    });
  });
});

describe.skipIf(problem !== undefined)('gradlab backend install from PyPI', () => {
  it.each([
    ['npm is not there', { python3, 'c++': cxx }, '- npm, which comes with Node: https://nodejs.org\n'],
    [
      'npm gets nothing',
      {
        npm: `if (process.argv[2] === 'install') {
          console.error('npm error code E404\\nnpm error 404 Not Found - GET tfjs-node');
          process.exit(1);
        }`,
      },
      '- npm cannot get @tensorflow/tfjs-node 4.22.0: 404 Not Found - GET tfjs-node\n- It needs the network, or a registry that npm is set up for\n',
    ],
    [
      'neither Python nor a compiler is there',
      { npm },
      /- Python 3 with pip, to fetch the library\. .*\n- A compiler of C\+\+\. /,
    ],
    ['Python has no pip', { npm, python3: BROKEN, 'c++': cxx }, '- Python 3 with pip, to fetch'],
    [
      'there is no compiler',
      { npm, python3 },
      /installed:\n- A compiler of C\+\+\. Debian.*\nNothing needs it/,
    ],
    [
      'pip gets nothing',
      {
        npm,
        python3: "if (process.argv.includes('download')) { console.error('No route'); process.exit(1); }",
        'c++': cxx,
      },
      /\nNo route\n[^]*- pip cannot get the library \(see above\)\. It needs the network, or an index that pip is set up for\n/,
    ],
    [
      'the compiler refuses',
      {
        npm,
        python3,
        'c++':
          "if (process.argv.includes('-o')) { console.error('In file x:\\nb.cc:1:2: fatal error: no such file'); process.exit(1); }",
      },
      '- c++ cannot compile the addon: b.cc:1:2: fatal error: no such file\n',
    ],
    [
      'the addon does not load',
      { npm, python3, 'c++': compilerOf('broken') },
      '- It does not work: Error: undefined symbol: TF_Version\n',
    ],
    [
      'it computes something else',
      { npm, python3, 'c++': compilerOf('off') },
      /- It does not work: after one step of training its weights are off by 0\.\d+\n/,
    ],
  ])('leaves nothing, and exit 3, where %s', async (_, programs, words) => {
    const cache = temporaryFolder();
    const { code, stdout, stderr } = await install(machineWith(programs, wheel, cache));
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/\nNothing needs it: notebooks use WebAssembly\n$/);
    expect(found(cache)).toEqual([]);
  });

  it('names what a wheel lacks', async () => {
    const without = await wheelWith([LIBRARY[0]!]);
    const { stderr } = await install(machineWith(PROGRAMS, without));
    expect(stderr).toContain('- tensorflow.whl does not hold libtensorflow_framework.so.2\n');
  });

  it('leaves nothing where the wheel is cut off, or the disk does not take it', async () => {
    const half = path.join(temporaryFolder(), 'half.whl');
    fs.writeFileSync(half, fs.readFileSync(wheel).subarray(0, 100));
    const cache = temporaryFolder();
    const cut = await install(machineWith(PROGRAMS, half, cache));
    expect(cut.code).toBe(3);
    expect(cut.stderr).toMatch(/\n- tensorflow\.whl cannot be unpacked: .+\nNothing needs it/);
    expect(found(cache)).toEqual([]);

    const file = path.join(temporaryFolder(), 'file');
    fs.writeFileSync(file, '');
    const { code, stderr } = await install(machineWith(PROGRAMS, wheel, file));
    expect(code).toBe(3);
    expect(stderr).toMatch(/\n- E[A-Z]+: .*file.*\nNothing needs it/);
  });

  it('leaves nothing when it is interrupted, and clears away what a killed one has left', async () => {
    const cache = temporaryFolder();
    const left = path.join(cache, 'gradlab', `${installed}.part-4194305`); // No process has so high a number.
    fs.mkdirSync(left, { recursive: true });
    const waiting =
      "if (process.argv.includes('download')) { console.error('waits'); setTimeout(() => {}, 60000); }";
    const env = machineWith({ ...PROGRAMS, python3: waiting }, wheel, cache);
    const { child, ended } = start(['backend', 'install'], { env });
    await new Promise<void>((resolve) =>
      child.stderr!.on('data', (text: string) => text.includes('waits') && resolve()),
    );
    expect(found(cache)).toEqual([`${installed}.part-${child.pid}`]);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(130);
    expect(found(cache)).toEqual([]);
  });
});

describe.skipIf(problem !== undefined)('Native TensorFlow, installed from PyPI', () => {
  let cache: string;
  let folder: string;
  let home: string;
  let env: NodeJS.ProcessEnv;
  let installing: Ended;
  beforeAll(async () => {
    cache = path.join(temporaryFolder(), 'my cache');
    folder = path.join(cache, 'gradlab', installed);
    home = path.join(folder, 'node_modules/@tensorflow/tfjs-node');
    env = machineWith(PROGRAMS, wheel, cache);
    installing = await install(env);
  });

  it('was compiled where the own installer does not work', () => {
    const { code, stdout, stderr } = installing;
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: `${folder}\n` });
    expect(stderr).toContain('That does not work here: Error: getaddrinfo ENOTFOUND storage.example\n');
    expect(stderr).toMatch(
      /\nDownloading the library .*\nUnpacking it …\nCompiling the addon …\nTraining a step/,
    );
    expect(found(cache)).toEqual([installed]);
    expect(fs.readdirSync(path.join(home, 'deps'))).toEqual(['lib']);
    const libraries = LIBRARY.map((name) => path.basename(name));
    expect(fs.readdirSync(path.join(home, 'deps/lib'))).toEqual(libraries);
  });

  it('is not installed twice', async () => {
    expect(await install({ ...env, PATH: '/nowhere' })).toMatchObject({
      code: 0,
      stderr: 'Native TensorFlow 2.18.1 is installed and works (--force installs it anew)\n',
    });
  });

  it('is what notebooks use; training prints no more than without it', async () => {
    const notebook = path.join(temporaryFolder(), 'trains.ipynb');
    fs.writeFileSync(
      notebook,
      notebookOf([
        "import * as tf from '@tensorflow/tfjs';\nimport { useBackend } from 'gradlab';\nawait useBackend();",
        "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });\nmodel.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });\nvoid (await model.fit(tf.ones([8, 2]), tf.ones([8, 1])));",
      ]),
    );
    const run = await gradlab(['run', notebook, '-o', notebook], { env });
    expect(run.code, run.stderr).toBe(0);
    const { cells } = JSON.parse(fs.readFileSync(notebook, 'utf8')) as { cells: { outputs: unknown[] }[] };
    expect(JSON.stringify(cells[0]!.outputs)).toContain('Backend: native TensorFlow 2.18.1 (tfjs 4.22.0)');
    expect(cells[1]!.outputs).toEqual([]);
  });

  it('changes no mark: grading never loads it, whatever the environment says', async () => {
    const loaded = path.join(home, 'dist/loaded');
    fs.rmSync(loaded);
    const notebook = path.join(temporaryFolder(), 'ada.ipynb');
    await gradlab(['fill', '01-learning-rate-finder', '--from', 'solution', '-o', notebook]);
    const grade = async (settings: NodeJS.ProcessEnv) => {
      const options = { env: { ...settings, PATH: process.env['PATH'] } };
      return (await gradlab(['grade', notebook, '--format', 'json', '--stable'], options)).stdout;
    };
    const marks = await grade({ ...env, GRADLAB_BACKEND: 'tensorflow' });
    expect(JSON.parse(marks)).toMatchObject([{ score: 10 }]);
    expect(marks).toBe(await grade({ XDG_CACHE_HOME: temporaryFolder(), GRADLAB_BACKEND: '' }));
    expect(fs.existsSync(loaded)).toBe(false);
  });

  it('stays if --force does not get another', async () => {
    expect((await install({ ...env, ...machineWith({ npm }, wheel, cache) }, '--force')).code).toBe(3);
    expect((await gradlab(['backend'], { env })).stdout).toBe(
      `✓ Notebooks use native TensorFlow 2.18.1, in ${folder}; grading uses WebAssembly\n`,
    );
  });

  it('is replaced if it does not work', async () => {
    fs.writeFileSync(path.join(home, 'lib/napi-v8/tfjs_binding.node'), 'broken');
    const status = await gradlab(['backend'], { env });
    expect(status.code).toBe(3);
    expect(status.stdout).toMatch(
      /^✗ Native TensorFlow, in .*, does not work: Error: undefined symbol: TF_Version\n {4}Notebooks use WebAssembly\. gradlab backend install --force/,
    );
    const { code, stderr } = await install(env);
    expect(stderr).toMatch(
      /^Native TensorFlow is installed and does not work: Error: undefined symbol: TF_Version\n/,
    );
    expect(code).toBe(0);
  });
});
