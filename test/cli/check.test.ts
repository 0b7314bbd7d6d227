import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { edit, gradlab, smallCourse, submit, temporaryFolder, type Ended } from './gradlab.js';

/** What students have: notebooks and public checks, no graders. */
const course = smallCourse({ built: true });
const folder = path.join(temporaryFolder(), 'my course');
fs.cpSync(path.join(course, 'notebooks'), path.join(folder, 'notebooks'), { recursive: true });
function student(
  name: string,
  ...answer: [Parameters<typeof submit>[2], Parameters<typeof submit>[3]?]
): string {
  const file = path.join(folder, 'notebooks', name);
  fs.copyFileSync(submit(course, name, ...answer), file);
  return file;
}
const check = (...files: string[]) => gradlab(['check', ...files], { cwd: folder });

describe('gradlab check, in the folder that students have', () => {
  let several: Ended;
  let endless: Ended;
  let right: Ended;
  beforeAll(async () => {
    student('right.ipynb', 'right');
    student('throws.ipynb', 'throws');
    fs.writeFileSync(path.join(folder, 'notebooks/broken.ipynb'), '{');
    edit(student('syntax.ipynb', 'right'), (text) => text.replace('let sum = 0;', 'let 3 sum = 0;'));
    student('endless.ipynb', 'endless');
    [several, endless, right] = await Promise.all([
      check(...['01-mean', 'broken', 'syntax', 'throws'].map((name) => `notebooks/${name}.ipynb`)),
      check('notebooks/endless.ipynb'),
      check('notebooks/right.ipynb'),
    ]);
  });

  it('all public checks pass: exit 0; hidden ones are not there', () => {
    expect(right).toEqual({
      code: 0,
      signal: null,
      stdout: expect.stringMatching(
        /^right {2}Exercise 1: Mean {2}1\/1\n {2}✓ 1\/1 {7}mean\/three {2}.*\n$/,
      ) as string,
      stderr: '',
    });
  });

  it('several notebooks: each in full, with messages and hints; one that cannot be read costs no other its result', () => {
    const { code, stdout, stderr } = several;
    expect(stdout).toMatch(
      /^01-mean {2}Exercise 1: Mean {2}0\/1\n {2}· 0\/1 {7}mean\/three .*\[not attempted\]$/m,
    );
    expect(stdout).toMatch(/^syntax {2}.* 0\/1\n {2}✗ 0\/1 {7}mean\/three .*\n {6}.*TS\d+/m);
    expect(stdout).toMatch(
      /^throws {2}.* 0\/1\n {2}✗ 0\/1 .*\[error\]\n {6}.*Error: <b>& \[31m not yet.*\n {6}Hint: Add them up/m,
    );
    expect(stdout).not.toContain('mean/single');
    expect(stderr).toBe(
      'notebooks/broken.ipynb: The file is not a notebook: it is not JSON. Submit the .ipynb file as JupyterLab saved it\n',
    );
    expect(code).toBe(2);
  });

  it('an endless answer ends at the limit of the exercise, which the message names: exit 1', () => {
    expect(endless.code).toBe(1);
    expect(endless.stdout).toMatch(/✗ 0\/1 .*\[timeout\]\n {6}.*Still running after 1\.5 s/);
  });

  it('no checks beside the notebook: says which file belongs where', async () => {
    const lonely = path.join(temporaryFolder(), '01-mean.ipynb');
    fs.copyFileSync(path.join(folder, 'notebooks/01-mean.ipynb'), lonely);
    const { code, stderr } = await check(lonely);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `${lonely}: There are no checks for "01-mean": checks/01-mean.json belongs beside the notebook\n`,
    );
  });

  it('an exercise name that leads out of the folder, or that a terminal would obey, finds nothing and shows nothing', async () => {
    const file = path.join(folder, 'notebooks/evil.ipynb');
    fs.writeFileSync(path.join(folder, 'notebooks/secret.json'), '{"secret": 1}');
    fs.writeFileSync(
      file,
      fs
        .readFileSync(path.join(folder, 'notebooks/01-mean.ipynb'), 'utf8')
        .replace(/"exercise": "01-mean"/, '"exercise": "../secret\\u001b[2J"'),
    );
    const { code, stderr } = await check(file);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\p{Cc}(?<!\n)|^\s+at /mu);
  });
});
