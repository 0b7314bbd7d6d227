import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradlab, root, temporaryFolder, type Ended } from './gradlab.js';

const SLUG = '01-learning-rate-finder';
const exercise = path.join(root, 'graders', SLUG);

const reachable =
  spawnSync('npm', ['view', 'commander@14', 'version', '--json'], { encoding: 'utf8', timeout: 20_000 })
    .status === 0;
if (!reachable) console.log('Skipped: gradlab release, as the npm registry cannot be reached');

/** Every file below a folder, as text; what JSON strings hold, and what archives hold, too. */
function allText(folder: string): string {
  const parts: string[] = [];
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile()) continue;
    parts.push(name);
    const text = fs.readFileSync(file, 'utf8');
    parts.push(text);
    if (/\.(json|ipynb)$/.test(name))
      JSON.parse(
        text,
        (_, value: unknown) => (parts.push(Array.isArray(value) ? value.join('') : String(value)), value),
      );
  }
  return parts.join('\n');
}

const linesOf = (text: string) => text.split('\n').map((line) => line.trim());

/** Headers of answers, imports, and heads of loops say nothing: any library has them. */
const COMMON =
  /^(\/\/ (task|caught-by|whole-cell|cell-before):|import |for \(let i = [01]; i < \w+\.length; i\+\+\) \{$)/;

/** Long lines of the files that students must not see, without those that stand in what they are given. */
function secretLines(given: string): string[] {
  const source = fs.readFileSync(path.join(exercise, 'exercise.ts'), 'utf8');
  const answers = [...source.matchAll(/\/\/ @FILL begin [^]*?\/\/ @FILL stub/g)].map(([text]) => text);
  const secrets = ['grader.ts', 'probes.hidden.ts'].map((name) =>
    fs.readFileSync(path.join(exercise, name), 'utf8'),
  );
  for (const kind of ['right', 'wrong']) {
    for (const name of fs.readdirSync(path.join(exercise, kind)))
      secrets.push(fs.readFileSync(path.join(exercise, kind, name), 'utf8'));
  }
  const lines = [...answers, ...secrets]
    .flatMap(linesOf)
    .filter((line) => line.length > 25 && !given.includes(line) && !COMMON.test(line));
  return [...new Set(lines)];
}

describe.skipIf(!reachable)('gradlab release', () => {
  const parent = temporaryFolder();
  const out = path.join(parent, 'my course');
  const unpacked = path.join(parent, 'unpacked');
  const instructor = path.join(parent, 'private');
  const archive = path.join(parent, 'autograder.zip');
  const student = path.join(parent, 'student of mine');
  let made: Ended;
  beforeAll(async () => {
    made = await gradlab(['release', SLUG, '-o', out, '--instructor', instructor, '--gradescope', archive]);
    fs.mkdirSync(unpacked);
    const [packed] = fs.readdirSync(path.join(out, 'vendor')).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['xzf', path.join(out, 'vendor', packed!), '-C', unpacked]);
  }, 300_000);

  it('makes the folder that students get', () => {
    expect({ code: made.code, stdout: made.stdout }).toEqual({
      code: 0,
      stdout: `${out}\n${instructor}\n${archive}\n`,
    });
    const files = fs
      .readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(out, name)).isFile());
    const version = (
      JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
    ).version;
    expect(files.sort()).toEqual([
      '.github/workflows/check.yml', '.gitignore', '.npmrc', 'README.md', `notebooks/${SLUG}.ipynb`, `notebooks/checks/${SLUG}.json`, 'package-lock.json', 'package.json', `vendor/gradlab-${version}.tgz`,
    ]); // prettier-ignore
    expect(fs.readFileSync(path.join(out, 'README.md'), 'utf8')).toMatch(/^# Exercise 1: /);
    expect(fs.readFileSync(path.join(out, 'package-lock.json'), 'utf8')).not.toMatch(
      /"resolved": "https?:\/\/(localhost|127\.|10\.|192\.168\.)/,
    );
  });

  it('neither it nor the packed package holds a line of an answer, a hidden probe or the grader', () => {
    const shipped = `${allText(out)}\n${allText(unpacked)}`;
    const given = [path.join(root, 'notebooks', `${SLUG}.ipynb`)].flatMap((file) =>
      (JSON.parse(fs.readFileSync(file, 'utf8')) as { cells: { source: string[] }[] }).cells.map(
        ({ source }) => source.join(''),
      ),
    );
    given.push(
      fs.readFileSync(path.join(exercise, 'probes.ts'), 'utf8'),
      fs.readFileSync(path.join(root, 'templates/exercise/grader.ts'), 'utf8'),
    );
    const secrets = secretLines(given.join('\n'));
    expect(secrets.length).toBeGreaterThan(100);
    expect(secrets.filter((line) => shipped.includes(line))).toEqual([]);
  });

  it('nor the name of a hidden check, its hint, or anybody’s grading files', () => {
    const shipped = `${allText(out)}\n${allText(unpacked)}`;
    const grader = fs.readFileSync(path.join(exercise, 'grader.ts'), 'utf8');
    const hidden = [
      ...grader.matchAll(
        /check\('([^']+)',[^\n]*(?:\n(?! *check\()[^\n]*)*?\{ \.\.\.hidden, hint: '([^']+)'/g,
      ),
    ].flatMap(([, id, hint]) => [id!, hint!]);
    expect(hidden.length).toBeGreaterThan(4);
    expect(hidden.filter((text) => shipped.includes(text))).toEqual([]);
    const names = fs.readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).join('\n');
    expect(names).not.toMatch(
      /package\/(graders|test|bench|src|node_modules)\b|reference\.json|\.tsbuildinfo/,
    );
  });

  it('copied elsewhere: npm ci and npm run check work, as a student would call them', () => {
    fs.cpSync(out, student, { recursive: true });
    const npm = (...args: string[]) =>
      spawnSync('npm', args, { cwd: student, encoding: 'utf8', shell: process.platform === 'win32' });
    const installed = npm('ci', '--no-fund', '--no-audit', '--prefer-offline');
    expect({ status: installed.status, stderr: installed.status === 0 ? '' : installed.stderr }).toEqual({
      status: 0,
      stderr: '',
    });
    // Newer npm warns of each package with a script that nobody has allowed or denied.
    expect(installed.stderr).not.toContain('allowScripts');
    const { status, stdout } = npm('run', '--silent', 'check');
    expect(stdout).toMatch(/^01-learning-rate-finder {2}Exercise 1: .* 0\/[\d.]+$/m);
    expect(stdout).toMatch(/\[not attempted\]/);
    expect(stdout).not.toMatch(/\(hidden\)|✗/);
    expect(status).toBe(1);
  }, 300_000);

  it('the instructor’s folder has the graders, the workflow, and the same gradlab', () => {
    const names = fs
      .readdirSync(instructor, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(instructor, name)).isFile());
    expect(names.filter((name) => !/^(graders|vendor)/.test(name)).sort()).toEqual([
      '.github/workflows/grade.yml', '.gitignore', '.npmrc', 'README.md', 'package-lock.json', 'package.json',
    ]); // prettier-ignore
    expect(names).toContain(`graders/${SLUG}/probes.hidden.ts`);
    const [packed] = fs.readdirSync(path.join(out, 'vendor'));
    const [own, students] = [instructor, out].map((folder) =>
      fs.readFileSync(path.join(folder, 'vendor', packed!)),
    );
    expect(own!.equals(students!)).toBe(true); // toEqual() takes a minute for megabytes.
  });

  it('the archive for Gradescope grades a submission as it would there', async () => {
    const autograder = path.join(parent, 'autograder');
    const modes = await extract(archive, path.join(autograder, 'source'));
    expect(modes.get('setup.sh')! & 0o111).toBe(0o111);
    expect(modes.get('run_autograder')! & 0o111).toBe(0o111);
    fs.symlinkSync(path.join(student, 'node_modules'), path.join(autograder, 'source/node_modules'));
    const submission = path.join(autograder, 'submission');
    fs.mkdirSync(submission);
    await gradlab(['fill', SLUG, '-o', path.join(submission, `${SLUG}.ipynb`), '--from', 'solution']);
    fs.writeFileSync(path.join(submission, 'scratch.ipynb'), 'something else');
    const run = (env: NodeJS.ProcessEnv) => {
      const script = fs
        .readFileSync(path.join(autograder, 'source/run_autograder'), 'utf8')
        .replaceAll('/autograder/', `${autograder}/`);
      const { status } = spawnSync('bash', ['-c', script], { env: { ...process.env, ...env } });
      const written = fs.readFileSync(path.join(autograder, 'results/results.json'), 'utf8');
      return { status, results: JSON.parse(written) as { score: number; output: string; tests?: unknown[] } };
    };
    // The first level cannot be had, say: the next is tried.
    const { status, results } = run({ GRADLAB_ISOLATION: 'no-such-level process' });
    expect({ status, score: results.score }).toEqual({ status: 0, score: 10 });
    expect(results.tests!.length).toBeGreaterThan(15);
    expect(run({ GRADLAB_ISOLATION: 'no-such-level' }).results).toEqual({
      score: 0,
      output: expect.stringContaining('The autograder itself failed') as string,
    });
  }, 300_000);

  it('never overwrites, and never puts graders where students would get them', async () => {
    const again = (...args: string[]) => gradlab(['release', SLUG, ...args]);
    const fresh = path.join(parent, 'fresh');
    for (const [args, said] of [
      [['-o', out], 'is not empty: name a new folder, so that nothing is overwritten'],
      [['-o', fresh, '--instructor', instructor], 'is not empty'],
      [['-o', fresh, '--instructor', path.join(fresh, 'private')], 'students would get the graders'],
      [['-o', fresh, '--gradescope', archive], 'exists: name another'],
      [['-o', fresh, '--gradescope', path.join(fresh, 'a.zip')], 'students would get the graders'],
      [['-o', fresh, '--gradescope', 'a.tar'], 'takes the name of a .zip file: got "a.tar"'],
      [['02-optimizer-comparison', '-o', fresh, '--gradescope', 'a.zip'], 'release one at a time'],
    ] as const) {
      const { code, stderr } = await again(...args);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) as string });
    }
    expect(fs.existsSync(fresh)).toBe(false);
  }, 300_000);
});

/** Unpacks a whole archive.
 * @returns The mode of each file. */
async function extract(file: string, folder: string): Promise<Map<string, number>> {
  const modes = new Map<string, number>();
  const zip = await yauzl.openPromise(file);
  for await (const entry of zip.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(target));
    modes.set(entry.fileName, entry.externalFileAttributes >>> 16);
  }
  return modes;
}
