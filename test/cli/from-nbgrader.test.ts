import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SubmissionResult } from '../../src/grading/result.js';
import { assignmentOf, instructorsNotebook } from '../nbgrader/assignments.js';
import { gradlab, mustRun, temporaryFolder, type Ended } from './gradlab.js';

describe('gradlab new --from-nbgrader', () => {
  const course = temporaryFolder();
  const at = (name: string) => path.join(course, name);
  const run = (...args: string[]) => gradlab(args, { cwd: course });
  let made: Ended;
  beforeAll(async () => {
    fs.writeFileSync(at('problem.ipynb'), instructorsNotebook('python'));
    fs.writeFileSync(at('typescript.ipynb'), instructorsNotebook('typescript'));
    made = await run('new', '05-squares', '--graders', 'graders', '--from-nbgrader', 'problem.ipynb');
    mustRun(['new', '06-typescript', '--from-nbgrader', 'typescript.ipynb'], course);
    mustRun(['build'], course);
  });

  it('makes an exercise and says what is left to do', () => {
    expect(made).toMatchObject({ code: 0, stdout: `${path.join('graders', '05-squares')}\n` });
    expect(made.stderr).toMatch(
      /^5 tasks, 6 checks, 9 points from problem\.ipynb\. It builds as it is\. What is left to do:\n {2}exercise\.ts: the code in python of 4 cells/,
    );
    expect(made.stderr).toContain('Then: gradlab build 05-squares && gradlab verify 05-squares');
  });

  it('which verifies as it is', async () => {
    expect(await run('verify')).toMatchObject({ code: 0 });
  });

  it('is marked by hand, code too, until its tests are written', async () => {
    mustRun(['fill', '06-typescript', '-o', 'in/ada.ipynb', '--from', 'solution'], course);
    mustRun(['fill', '06-typescript', '-o', 'in/bo.ipynb'], course);
    mustRun(['grade', 'in', '--out', 'marks', '--exit-zero'], course);
    const [ada, bo] = JSON.parse(fs.readFileSync(at('marks/results.json'), 'utf8')) as SubmissionResult[];
    expect(ada).toMatchObject({ score: 0, pendingScore: 9, maxScore: 9 });
    expect(bo!.checks.map(({ status }) => status)).toEqual(Array(6).fill('notAttempted'));
    await run('mark', 'marks');
    const sheet = fs.readFileSync(at('marks/to-mark.csv'), 'utf8');
    expect(sheet).toContain('return Array.from({ length: n }');
    expect(sheet).toContain('- 1 mark for ""axes""');
  });

  it('check() in the notebook says who looks at such a task', async () => {
    fs.copyFileSync(at('in/ada.ipynb'), at('notebooks/ada.ipynb'));
    await run('run', 'notebooks/ada.ipynb', '-o', 'ran.ipynb');
    expect(fs.readFileSync(at('ran.ipynb'), 'utf8')).toContain(
      'squares-1: Squares 1. Marked after you hand it in',
    );
  });

  it.each([
    ['plain.ipynb', 'No cell has metadata of nbgrader that make it a place for an answer'],
    ['problem.ipynbb', 'There is no file problem.ipynbb: did you mean problem.ipynb?'],
    ['text.ipynb', 'The file is not a notebook: it is not JSON'],
  ])('refuses %s, and writes nothing', async (name, said) => {
    fs.writeFileSync(at('plain.ipynb'), assignmentOf([{ source: 'x = 1' }]));
    fs.writeFileSync(at('text.ipynb'), 'text');
    const { code, stderr } = await run('new', '07-none', '--from-nbgrader', name);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
    expect(fs.existsSync(at('graders/07-none'))).toBe(false);
  });
});
