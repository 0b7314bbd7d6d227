import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildExercise } from '../grading/build/build-exercise.js';
import { loadDocument } from '../grading/exercise/load-exercise.js';
import { CompilerProcess, gradlabRoot, workplaceFor } from '../session/index.js';
import { exerciseFolders, gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';

interface Options {
  output: string;
  graders?: string;
}

/** `gradlab release`: notebooks, public checks, a packed gradlab, a workflow; no answers, no graders. */
export async function release(slugs: string[], options: Options): Promise<number> {
  const folders = exerciseFolders(gradersFolder(options.graders), slugs);
  const out = path.resolve(options.output);
  if (fs.existsSync(out) && (!fs.statSync(out).isDirectory() || fs.readdirSync(out).length))
    throw new UsageError(`${options.output} is not empty: name a new folder, so that nothing is overwritten`);
  const existed = fs.existsSync(out);
  try {
    await writeRelease(folders, out);
  } catch (error) {
    // Half a release must not be handed out, nor stand in the way of the next try.
    for (const name of existed ? fs.readdirSync(out) : [''])
      fs.rmSync(path.join(out, name), { recursive: true, force: true });
    throw error;
  }
  process.stdout.write(`${options.output}\n`);
  process.stderr.write(
    'Try it as a student would: copy the folder elsewhere, then npm ci && npm run check\n',
  );
  return EXIT.passed;
}

async function writeRelease(folders: string[], out: string): Promise<void> {
  const slugs = folders.map((folder) => path.basename(folder));
  const titles = await writeNotebooks(folders, path.join(out, 'notebooks'));
  const packed = packGradlab(path.join(out, 'vendor'));
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(out, name)), { recursive: true });
    fs.writeFileSync(path.join(out, name), text);
  };
  const template = (name: string) =>
    fs.readFileSync(path.join(gradlabRoot, 'templates', 'release', name), 'utf8');
  write('README.md', template('README.md').replace('__TITLE__', titles.join(' · ')));
  write('.github/workflows/check.yml', template('check.yml'));
  write('.gitignore', 'node_modules/\n.ipynb_checkpoints/\n');
  write('.npmrc', 'fund=false\naudit=false\nomit-lockfile-registry-resolved=true\n');
  write('package.json', `${JSON.stringify(packageJson(slugs, packed), null, 2)}\n`);
  process.stderr.write('Writing package-lock.json …\n');
  npm(['install', '--package-lock-only', '--ignore-scripts'], out);
}

async function writeNotebooks(folders: string[], notebooks: string): Promise<string[]> {
  const compiler = new CompilerProcess(workplaceFor(folders[0]));
  const titles: string[] = [];
  try {
    for (const folder of folders) {
      const { settings } = loadDocument(folder);
      titles.push(settings.title);
      for (const { file, text } of await buildExercise(folder, notebooks, compiler)) {
        if (!file.startsWith(notebooks)) continue; // Reference outputs stay here.
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, text);
      }
      for (const file of settings.files) {
        fs.mkdirSync(path.dirname(path.join(notebooks, file)), { recursive: true });
        fs.copyFileSync(path.join(folder, file), path.join(notebooks, file));
      }
    }
  } finally {
    compiler.close();
  }
  return titles;
}

/** This very gradlab as a package file, so that a release works before the package is published. */
function packGradlab(vendor: string): string {
  fs.mkdirSync(vendor, { recursive: true });
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', vendor], gradlabRoot),
  ) as { filename: string }[];
  return `vendor/${packed!.filename}`;
}

function packageJson(slugs: string[], packed: string): unknown {
  return {
    name: 'course',
    version: '1.0.0',
    private: true,
    scripts: { check: `gradlab check ${slugs.map((slug) => `notebooks/${slug}.ipynb`).join(' ')}` },
    dependencies: { gradlab: `file:${packed}` },
  };
}

/** @throws {UsageError} If npm fails: it has said why. */
function npm(args: string[], cwd: string): string {
  const windows = process.platform === 'win32';
  const { status, stdout, error } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  if (status === 0) return stdout;
  throw new UsageError(
    `npm ${args[0]} failed${error ? ` (${error.message})` : ''}: a release needs npm and the registry that it is set up for`,
  );
}
