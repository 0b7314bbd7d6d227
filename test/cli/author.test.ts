import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verification } from '../../dist/grading/verify/verify-exercise.js';
import { edit, gradlab, mustRun, smallCourse, snapshot, temporaryFolder, type Ended } from './gradlab.js';

interface Written {
  cells: { id: string; source: string[] }[];
}

describe('gradlab new', () => {
  const course = temporaryFolder();
  let made: Ended;
  let verified: Ended;
  beforeAll(async () => {
    made = await gradlab(['new', '04-the-mean', '--graders', 'graders'], { cwd: course });
    mustRun(['build'], course);
    verified = await gradlab(['verify', '--format', 'json'], { cwd: course });
  });

  it('makes an exercise, in a new folder too, and says what to write next', () => {
    expect(made.code).toBe(0);
    expect(made.stdout).toBe(`${path.join('graders', '04-the-mean')}\n`);
    for (const name of ['exercise.json', 'exercise.ts', 'probes.ts', 'grader.ts', 'right/ wrong/'])
      expect(made.stderr).toContain(`\n  ${name}`);
    expect(made.stderr).toContain('gradlab build 04-the-mean && gradlab verify 04-the-mean');
    expect(fs.readFileSync(path.join(course, 'graders/04-the-mean/exercise.json'), 'utf8')).toContain(
      '"title": "Exercise 4: The mean"',
    );
    expect(Object.values(snapshot(path.join(course, 'graders'))).join('')).not.toContain('__');
  });

  it('which verifies as it is: the JSON contract', () => {
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toEqual([
      {
        exercise: '04-the-mean',
        starter: { score: 0, maxScore: 2.5, ok: true },
        solution: { score: 2, maxScore: 2, ok: true },
        right: [{ file: 'right/loop.ts', score: 2, maxScore: 2, ok: true }],
        wrong: [
          {
            file: 'wrong/divides-by-three.ts',
            task: 'mean',
            check: 'mean/single',
            failed: ['mean/single'],
            ok: true,
          },
          {
            file: 'wrong/sum.ts',
            task: 'mean',
            check: 'mean/three',
            failed: expect.arrayContaining(['mean/three']) as string[],
            ok: true,
          },
        ],
        blank: [{ task: 'mean', ok: true }],
        unproven: [],
        ok: true,
      },
    ]);
    expect(verified.stderr).toMatch(/^\[\d\/6\] /m);
  });

  it('verify --quick takes one wrong answer per check and one right one per task', async () => {
    const folder = path.join(course, 'graders/04-the-mean');
    const again = { 'right/loop.ts': 'right/the-loop-again.ts', 'wrong/sum.ts': 'wrong/the-sum-again.ts' };
    for (const [from, to] of Object.entries(again))
      fs.copyFileSync(path.join(folder, from), path.join(folder, to));
    const { code, stdout } = await gradlab(['verify', '--quick', '--format', 'json'], { cwd: course });
    for (const copy of Object.values(again)) fs.rmSync(path.join(folder, copy));
    expect(code).toBe(0);
    const [{ right, wrong, unproven }] = JSON.parse(stdout) as [Verification];
    expect(right.map(({ file }) => file)).toEqual(['right/loop.ts']);
    expect(wrong.map(({ file }) => file)).toEqual(['wrong/divides-by-three.ts', 'wrong/sum.ts']);
    expect(unproven).toEqual([]);
  });

  it('verify says where a check needs a task that comes later', async () => {
    const folder = path.join(course, 'graders/05-needs-a-later-task');
    fs.cpSync(path.join(course, 'graders/04-the-mean'), folder, { recursive: true });
    const change = (file: string, from: string, to: string) =>
      edit(path.join(folder, file), (text) => text.replaceAll(from, to));
    change('exercise.json', '04-the-mean', '05-needs-a-later-task');
    change('exercise.json', '{ "id": "why"', '{ "id": "scale", "title": "Scale" }, { "id": "why"');
    change(
      'exercise.ts',
      '// %% id="check-mean"',
      '// %% id="scale"\nfunction scale(): number {\n  // @FILL begin scale\n  return 1;\n  // @FILL stub\n  // return todo(\'scale\');\n  // @FILL end\n}\n\n// %% id="check-mean"',
    );
    change(
      'probes.ts',
      "(notebook.value('mean') as (values: number[]) => unknown)(values)",
      "(notebook.value('scale') as () => number)() && (notebook.value('mean') as (values: number[]) => unknown)(values)",
    );
    change(
      'grader.ts',
      "  check('mean/single'",
      "  check('scale/one', 1, 'scale is 1', probe.mean(values), close(meanOf)),\n  check('mean/single'",
    );
    mustRun(['build', '05-needs-a-later-task'], course);
    const { code, stdout } = await gradlab(['verify', '05-needs-a-later-task'], { cwd: course });
    fs.rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}✗ \d of 2 tasks cost no other its points where they are left blank$/m);
    expect(stdout).toMatch(
      /^ {6}scale: It costs another task its points \(a check may need the tasks before its own, not those after it\): mean\/three error/m,
    );
  });

  it('verify says which answer is not as it should be, which check nothing proves, and exits 1', async () => {
    const folder = path.join(course, 'graders/04-the-mean');
    fs.renameSync(
      path.join(folder, 'wrong/divides-by-three.ts'),
      path.join(folder, 'right/divides-by-three.ts'),
    );
    edit(path.join(folder, 'right/divides-by-three.ts'), (text) =>
      text.replace('// caught-by: mean/single\n', ''),
    );
    const { code, stdout } = await gradlab(['verify'], { cwd: course });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ 04-the-mean$/m);
    expect(stdout).toMatch(/^ {2}✓ solution: 2\/2, 0.5 more by hand$/m);
    expect(stdout).toMatch(/^ {2}✗ 1 of 2 right answers get all points$/m);
    expect(stdout).toMatch(/^ {6}right\/divides-by-three\.ts: All points are due: mean\/single fail/m);
    expect(stdout).toMatch(/^ {2}✗ checks that no wrong answer proves: mean\/single$/m);
  });
});

describe('gradlab build', () => {
  const course = smallCourse({ built: true });
  const run = (...args: string[]) => gradlab(args, { cwd: course });

  it('--check: 0 and a line where nothing is stale; else 1, the file, and nothing is written', async () => {
    expect(await run('build', '--check')).toMatchObject({
      code: 0,
      stdout: 'Up to date: 4 files of 1 exercises\n',
    });
    edit(path.join(course, 'graders/01-mean/exercise.ts'), (text) =>
      text.replace('Say what is to be done', 'Say more'),
    );
    fs.rmSync(path.join(course, 'graders/01-mean/reference.json'));
    const before = snapshot(course);
    const { code, stdout, stderr } = await run('build', '--check');
    expect({ code, lines: stdout.trimEnd().split('\n').sort() }).toEqual({
      code: 1,
      lines: ['stale: graders/01-mean/reference.json', 'stale: notebooks/01-mean.ipynb'],
    });
    expect(stderr).toBe('Write them with: gradlab build\n');
    expect(snapshot(course)).toEqual(before);
    expect((await run('build', '01-mean')).stdout).toContain('written: notebooks/01-mean.ipynb\n');
    expect((await run('build', '--check')).code).toBe(0);
  });

  it('the last digits of what is expected may differ, as they do between versions of Node; anything else is stale', async () => {
    const file = path.join(course, 'notebooks/checks/01-mean.json');
    const good = fs.readFileSync(file, 'utf8');
    const withValue = (change: (value: number) => number) =>
      good.replace(/("value": )(\d[\d.]*)/, (_, key, value) => `${key}${change(Number(value))}`);
    fs.writeFileSync(
      file,
      withValue((value) => value * (1 + 2 ** -50)),
    );
    expect(fs.readFileSync(file, 'utf8')).not.toBe(good);
    expect((await run('build', '--check')).code).toBe(0);
    fs.writeFileSync(
      file,
      withValue((value) => value * 1.001),
    );
    expect((await run('build', '--check')).stdout).toBe('stale: notebooks/checks/01-mean.json\n');
    fs.writeFileSync(file, `${good.slice(0, 20)}`);
    expect((await run('build')).stdout).toBe('written: notebooks/checks/01-mean.json\n');
    expect(fs.readFileSync(file, 'utf8')).toBe(good);
  });

  it('a faulty exercise: every problem with file and line, exit 2, nothing is written', async () => {
    const file = path.join(course, 'graders/01-mean/exercise.ts');
    const good = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, good.replace('  // @FILL end\n', '').replace('Say more', 'Say even more'));
    const before = snapshot(course);
    const { code, stdout, stderr } = await run('build');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/exercise\.ts:\d+ \(cell mean\): /);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(snapshot(course)).toEqual(before);
    fs.writeFileSync(file, good);
  });
});

describe('gradlab fill', () => {
  const course = smallCourse({ built: true });
  const run = (...args: string[]) => gradlab(['fill', '01-mean', ...args], { cwd: course });
  const cell = (file: string, id: string) =>
    (JSON.parse(fs.readFileSync(path.join(course, file), 'utf8')) as Written).cells
      .find((one) => one.id === id)!
      .source.join('');

  it('puts answers from files in the place of tasks, indented as the region, code and Markdown', async () => {
    fs.writeFileSync(
      path.join(course, 'mean.ts'),
      '\ufefflet sum = 0;\r\nfor (const value of values) {\r\n  sum += value;\r\n}\r\nreturn sum / values.length;\r\n\r\n',
    );
    fs.writeFileSync(path.join(course, 'why.md'), 'Because *n* differs.\n');
    const { code, stdout } = await run('-o', 'new folder/a.ipynb', '--task', 'mean=mean.ts', 'why=why.md');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'new folder/a.ipynb\n' });
    const source = cell('new folder/a.ipynb', 'mean');
    expect(source).toContain(
      '\n  let sum = 0;\n  for (const value of values) {\n    sum += value;\n  }\n  return sum / values.length;\n}',
    );
    expect(source).not.toMatch(/todo|\r|\ufeff/);
    expect(cell('new folder/a.ipynb', 'why')).toContain('Because *n* differs.');
  });

  it('--from starter leaves the others open, --from solution fills them', async () => {
    await Promise.all([run('-o', 's.ipynb'), run('-o', 'f.ipynb', '--from', 'solution')]);
    expect(cell('s.ipynb', 'mean')).toContain("return todo('mean');");
    expect(cell('f.ipynb', 'mean')).toContain('values.reduce(');
    expect(fs.readFileSync(path.join(course, 's.ipynb'), 'utf8')).toBe(
      fs.readFileSync(path.join(course, 'notebooks/01-mean.ipynb'), 'utf8'),
    );
  });

  it('never overwrites', async () => {
    fs.writeFileSync(path.join(course, 'mine.ipynb'), 'work of a night');
    const { code, stderr } = await run('-o', 'mine.ipynb');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'mine.ipynb exists already: choose another name, so that no work is lost\n',
    });
    expect(fs.readFileSync(path.join(course, 'mine.ipynb'), 'utf8')).toBe('work of a night');
  });
});
