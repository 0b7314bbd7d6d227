import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit, gradlab, smallCourse, submit, temporaryFolder } from './gradlab.js';

/** What students have: notebooks and public checks, no graders. */
const course = smallCourse();
const folder = path.join(temporaryFolder(), 'my course');
fs.cpSync(path.join(course, 'notebooks'), path.join(folder, 'notebooks'), { recursive: true });
function student(name: string, ...answer: [Parameters<typeof submit>[2], Parameters<typeof submit>[3]?]): string {
  const file = path.join(folder, 'notebooks', name);
  fs.copyFileSync(submit(course, name, ...answer), file);
  return file;
}
const check = (...files: string[]) => gradlab(['check', ...files], { cwd: folder });

describe('gradlab check, in the folder that students have', () => {
  it('several notebooks: each in full, public checks only; one that cannot be read costs no other its result', async () => {
    student('right.ipynb', 'right');
    fs.writeFileSync(path.join(folder, 'notebooks/broken.ipynb'), '{');
    edit(student('syntax.ipynb', 'right'), (text) => text.replace('"let sum', '"let let sum').replace('  let sum = 0;', '  let 3 sum = 0;'));
    const { code, stdout, stderr } = await check('notebooks/01-mean.ipynb', 'notebooks/broken.ipynb', 'notebooks/syntax.ipynb', 'notebooks/right.ipynb');
    expect(stdout).toMatch(/^01-mean {2}Exercise 1: Mean {2}0\/1\n {2}· 0\/1 {7}mean\/three .*\[not attempted\]$/m);
    expect(stdout).toMatch(/^syntax {2}.* 0\/1\n {2}✗ 0\/1 {7}mean\/three .*\n {6}.*TS\d+/m);
    expect(stdout).toMatch(/^right {2}.* 1\/1\n {2}✓ 1\/1 {7}mean\/three/m);
    expect(stdout).not.toContain('mean/single');
    expect(stderr).toBe('notebooks/broken.ipynb: The file is not a notebook: it is not JSON. Submit the .ipynb file as JupyterLab saved it\n');
    expect(code).toBe(2);
  });

  it('exit 0 when all public checks pass; 1 and the message with its hint when one does not, or never ends', async () => {
    const wrong = student('wrong.ipynb', 'throws');
    const endless = student('endless.ipynb', 'endless');
    const [right, failed, stopped] = await Promise.all([check('notebooks/right.ipynb'), check(wrong), check(endless)]);
    expect(right.code).toBe(0);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/✗ 0\/1 .*\[error\]\n {6}.*Error: <b>& \[31m not yet.*\n {6}Hint: Add them up/);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(/✗ 0\/1 .*\[timeout\]\n {6}.*10 s/);
  });

  it('no checks beside the notebook: says which file belongs where', async () => {
    const lonely = path.join(temporaryFolder(), '01-mean.ipynb');
    fs.copyFileSync(path.join(folder, 'notebooks/01-mean.ipynb'), lonely);
    const { code, stderr } = await check(lonely);
    expect(code).toBe(2);
    expect(stderr).toBe(`${lonely}: There are no checks for "01-mean": checks/01-mean.json belongs beside the notebook\n`);
  });

  it('an exercise name that leads out of the folder, or that a terminal would obey, finds nothing and shows nothing', async () => {
    const file = path.join(folder, 'notebooks/evil.ipynb');
    fs.writeFileSync(path.join(folder, 'notebooks/secret.json'), '{"secret": 1}');
    fs.writeFileSync(file, fs.readFileSync(path.join(folder, 'notebooks/01-mean.ipynb'), 'utf8').replace(/"exercise": "01-mean"/, '"exercise": "../secret\\u001b[2J"'));
    const { code, stderr } = await check(file);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\u001b|^\s+at /m);
  });
});
