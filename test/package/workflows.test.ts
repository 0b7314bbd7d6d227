import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SubmissionResult } from '../../src/grading/result.js';
import { edit, gradlab, root, smallCourse, submit, temporaryFolder } from '../cli/gradlab.js';

const program = `"${process.execPath}" "${path.join(root, 'bin/gradlab.js')}"`;

interface Workflow {
  jobs: Record<string, { steps: { uses?: string; run?: string; if?: string; with?: { path?: string } }[] }>;
}

const workflowOf = (...file: string[]) =>
  parse(fs.readFileSync(path.join(root, ...file), 'utf8')) as Workflow;

/** What a job runs, one step after another, without what installs. */
const stepsOf = (workflow: Workflow, job: string) =>
  workflow.jobs[job]!.steps.filter(({ run }) => run !== undefined && !/^(npm ci|sudo )/.test(run));

/** Runs a step as GitHub does: bash with -e and pipefail. */
function runStep(script: string, cwd: string, env: NodeJS.ProcessEnv = {}) {
  const called = script
    .replaceAll('npx --no-install gradlab', program)
    .replaceAll('npm run --silent check --', `${program} check notebooks/01-mean.ipynb`);
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', called], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GRADLAB_ISOLATION: 'process', ...env },
  });
  return { status, stdout, stderr };
}

const course = smallCourse({ built: true });
const NAMES = ['ada', 'bo', 'cy', 'di', 'el'];
NAMES.forEach((name, at) => submit(course, `submissions/${name}/01-mean.ipynb`, at % 2 ? 'wrong' : 'right'));
const results = (file: string) =>
  JSON.parse(fs.readFileSync(path.join(course, file), 'utf8')) as SubmissionResult[];

let whole: string;
beforeAll(async () => {
  await gradlab(['grade', 'submissions', '--out', 'whole', '--stable', '--exit-zero'], { cwd: course });
  whole = fs.readFileSync(path.join(course, 'whole/results.json'), 'utf8');
});

describe.skipIf(process.platform === 'win32')("the workflow that checks a student's push", () => {
  const [check, report] = stepsOf(workflowOf('templates/release/check.yml'), 'check') as [
    { run: string },
    { run: string; if: string },
  ];
  const repository = path.join(temporaryFolder(), 'repository');
  const summary = path.join(repository, 'summary.md');
  beforeAll(() => {
    fs.cpSync(path.join(course, 'notebooks'), path.join(repository, 'notebooks'), { recursive: true });
    fs.copyFileSync(
      submit(course, 'throws.ipynb', 'throws'),
      path.join(repository, 'notebooks/01-mean.ipynb'),
    );
    edit(path.join(repository, 'notebooks/01-mean.ipynb'), (text) =>
      text.replace('not yet', '\\n::error::forged\\n::set-output name=x::y'),
    );
  });

  it('fails where a check does, and what a notebook says is no command to GitHub', () => {
    const { status, stdout } = runStep(check.run, repository);
    expect(status).toBe(1);
    const [, token] = /^::stop-commands::([0-9a-f-]{36})$/m.exec(stdout) ?? [];
    expect(stdout.startsWith(`::stop-commands::${token}\n`)).toBe(true);
    expect(stdout.endsWith(`::${token}::\n`)).toBe(true);
    expect(stdout).toContain('01-mean  Exercise');
  });

  it('then writes a summary, annotations and a badge', () => {
    expect(report.if).toBe('always()');
    const { status, stdout } = runStep(report.run, repository, { GITHUB_STEP_SUMMARY: summary });
    expect(status).toBe(0);
    expect(fs.readFileSync(summary, 'utf8')).toMatch(/^### .*: 0 \/ [\d.]+\n/);
    const commands = stdout.split('\n').filter((line) => line.includes('::'));
    expect(commands.length).toBeGreaterThan(1);
    for (const line of commands) expect(line).toMatch(/^::(notice|error) title=/);
    expect(JSON.parse(fs.readFileSync(path.join(repository, 'badge.json'), 'utf8'))).toEqual({
      schemaVersion: 1,
      label: 'points',
      message: expect.stringMatching(/^0 of [\d.]+$/) as string,
      color: 'lightgrey',
    });
  });

  it('keeps what it has written', () => {
    const { steps } = workflowOf('templates/release/check.yml').jobs['check']!;
    expect(steps.at(-1)!.with!.path!.trim().split(/\s+/)).toEqual(['results.json', 'badge.json']);
  });
});

describe.skipIf(process.platform === 'win32')('the workflow that grades a class', () => {
  const workflow = workflowOf('templates/instructor/grade.yml');

  it('in four shards gives what one run gives, and a class page', () => {
    const { shard } = (
      workflow as unknown as { jobs: { grade: { strategy: { matrix: { shard: number[] } } } } }
    ).jobs.grade.strategy.matrix;
    const [grade] = stepsOf(workflow, 'grade');
    for (const one of shard) {
      const { status, stderr } = runStep(grade!.run!.replaceAll('${{ matrix.shard }}', String(one)), course);
      expect({ status, stderr: status ? stderr : '' }).toEqual({ status: 0, stderr: '' });
    }
    const [report] = stepsOf(workflow, 'report');
    const summary = path.join(course, 'summary.md');
    expect(runStep(report!.run!, course, { GITHUB_STEP_SUMMARY: summary }).status).toBe(0);
    expect(fs.readFileSync(path.join(course, 'class/results.json'), 'utf8')).toBe(whole);
    expect(fs.readdirSync(path.join(course, 'class')).sort()).toEqual([
      'marks.csv',
      'report.html',
      'results.json',
    ]);
    expect(fs.readFileSync(summary, 'utf8')).toContain('| ada |');
  }, 300_000);
});

describe.skipIf(process.platform === 'win32')('the manifests of deploy/', () => {
  const manifest = parse(fs.readFileSync(path.join(root, 'deploy/job.yaml'), 'utf8')) as {
    spec: {
      completions: number;
      completionMode: string;
      template: { spec: { containers: { command: string[]; args: string[] }[] } };
    };
  };
  const [container] = manifest.spec.template.spec.containers;
  const slurm = fs.readFileSync(path.join(root, 'deploy/slurm.sh'), 'utf8');
  const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(slurm)!;

  const kubernetes = (index: number) => ({
    command: [...container!.command, ...container!.args],
    env: { JOB_COMPLETION_INDEX: String(index) },
  });
  const array = (index: number) => ({
    command: ['sh', '-c', slurm],
    env: { SLURM_ARRAY_TASK_ID: String(index), SUBMISSIONS: '/submissions', MARKS: '/marks' },
  });
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

  it.each([
    ['kubernetes', kubernetes, range(0, manifest.spec.completions - 1)],
    ['slurm', array, range(Number(first), Number(last))],
  ] as const)(
    '%s: the shards together give what one run gives',
    async (name, task, indices) => {
      const here = (text: string) =>
        text
          .replaceAll('bin/gradlab.js', path.join(root, 'bin/gradlab.js'))
          .replaceAll('/submissions', path.join(course, 'submissions'))
          .replaceAll('/marks', path.join(course, name));
      const codes = await Promise.all(
        indices.map((index) => {
          const { command, env } = task(index);
          const [file, ...args] = command.map(here) as [string, ...string[]];
          const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, here(value)]));
          const child = spawn(file, args, {
            cwd: course,
            stdio: 'ignore',
            env: { ...process.env, GRADLAB_ISOLATION: 'process', ...own },
          });
          return new Promise((resolve) => child.once('exit', resolve));
        }),
      );
      expect(codes).toEqual(indices.map(() => 0));
      const files = fs.readdirSync(path.join(course, name)).map((shard) => `${name}/${shard}/results.json`);
      expect(files).toHaveLength(indices.length);
      const merged = await gradlab(['report', ...files, '--format', 'json'], { cwd: course });
      const stable = JSON.parse(merged.stdout, (key, value: unknown) =>
        key === 'seconds' ? undefined : value,
      ) as unknown;
      expect(stable).toEqual(results('whole/results.json'));
    },
    120_000,
  );

  it('the image runs what package.json has', () => {
    const dockerfile = fs.readFileSync(path.join(root, 'deploy/Dockerfile'), 'utf8');
    const [, entry] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)!;
    const [node, file] = JSON.parse(entry!) as [string, string];
    expect(node).toBe('node');
    expect(fs.existsSync(path.join(root, file))).toBe(true);
    for (const [, copied] of dockerfile.matchAll(/^COPY ([^.\n]\S*(?: \S+)*) \.\/$/gm))
      for (const name of copied!.split(' ')) expect(fs.existsSync(path.join(root, name))).toBe(true);
  });
});
