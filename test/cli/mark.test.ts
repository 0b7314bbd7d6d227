import fs from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { SubmissionResult } from '../../src/grading/result.js';
import { edit, gradlab, smallCourse, submit } from './gradlab.js';

const course = smallCourse();
submit(course, 'in/ada/01-mean.ipynb', undefined);
submit(course, 'in/=bo/01-mean.ipynb', 'wrong');
submit(course, 'in/cy/01-mean.ipynb', undefined, 'starter');
fs.mkdirSync(path.join(course, 'in/gro'));
fs.writeFileSync(path.join(course, 'in/gro/01-mean.ipynb'), 'no notebook');

const at = (name: string) => path.join(course, name);
const run = (...args: string[]) => gradlab(args, { cwd: course });
const grade = () => run('grade', 'in', '--out', 'marks', '--stable', '--exit-zero');
const results = () => JSON.parse(fs.readFileSync(at('marks/results.json'), 'utf8')) as SubmissionResult[];
const resultOf = (name: string) => results().find(({ submission }) => submission === name)!;

/** Changes a sheet as a spreadsheet does. */
function fillSheet(file: string, change: (row: Record<string, string>) => void, delimiter = ','): void {
  const { data, meta } = Papa.parse<Record<string, string>>(fs.readFileSync(at(file), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  for (const row of data) change(row);
  fs.writeFileSync(at(file), Papa.unparse({ fields: meta.fields!, data }, { delimiter }));
}

describe('gradlab mark', () => {
  it('goes from grading to sheet to marks, keeps them in a regrade, and diff tells whose marks moved and why', async () => {
    await grade();
    expect(resultOf('ada')).toMatchObject({ score: 2, pendingScore: 0.5 });

    const out = await run('mark', 'marks');
    expect(out).toMatchObject({ code: 0, stdout: 'marks/to-mark.csv\n' });
    expect(out.stderr).toContain(
      '2 answers to mark. Fill in points and comment, then: gradlab mark marks/to-mark.csv',
    );
    const sheet = fs.readFileSync(at('marks/to-mark.csv'), 'utf8');
    expect(sheet).toContain('The sum grows with the number of values');
    expect(sheet).toContain('Any sound reason.');
    expect(sheet).not.toMatch(/(^|,)=bo/m); // No formula for the instructor's spreadsheet.

    // As a German Excel saves it: semicolons, decimal comma.
    fillSheet(
      'marks/to-mark.csv',
      (row) => {
        if (row['submission'] === 'ada')
          [row['points'], row['comment']] = ['0,25', 'Say what grows; and "why"'];
      },
      ';',
    );
    expect(await run('mark', 'marks/to-mark.csv')).toMatchObject({
      code: 0,
      stdout: '1 mark taken, 1 row without points left as before. 1 submission still waits for marks\n',
    });
    expect(resultOf('ada')).toMatchObject({ score: 2.25, pendingScore: 0 });
    expect(resultOf('ada').checks.at(-1)).toMatchObject({
      status: 'marked',
      score: 0.25,
      message: 'Say what grows; and "why"',
      marked: { automatic: { status: 'pendingManual', score: 0 } },
    });
    expect(fs.readFileSync(at('marks/report.html'), 'utf8')).toContain('Say what grows; and');

    const failing = resultOf('=bo').checks.find(({ status }) => status === 'fail')!.id;
    // The rest as pages, and one automatic mark replaced with a reason.
    const pages = await run('mark', 'marks', '--format', 'yaml');
    expect(pages.stdout).toBe('marks/to-mark\n');
    expect(fs.readdirSync(at('marks/to-mark'))).toEqual(['_bo.yaml']);
    const page = parse(fs.readFileSync(at('marks/to-mark/_bo.yaml'), 'utf8')) as {
      answers: { points: number; comment: string }[];
    };
    Object.assign(page.answers[0]!, { points: 0.5, comment: '# good: yes' });
    fs.writeFileSync(at('marks/to-mark/_bo.yaml'), stringify(page));
    expect((await run('mark', 'marks/to-mark')).stdout).toBe('1 mark taken. No submission waits for marks\n');
    expect(
      await run('mark', 'marks', '--student', '=bo', '--check', failing, '--points', '0.5'),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('takes a comment with the reason'),
    });
    expect(
      await run(
        'mark',
        'marks',
        '--student',
        '=bo',
        '--check',
        failing,
        '--points',
        '0.5',
        '--comment',
        'half right',
      ),
    ).toMatchObject({ code: 0 });
    const marked = resultOf('=bo').score;
    expect(await run('mark', 'marks')).toMatchObject({ code: 0, stdout: 'Nothing waits for a mark\n' });

    // Graded again: everything that a person has said is kept.
    const before = fs.readFileSync(at('marks/results.json'), 'utf8');
    await grade();
    expect(fs.readFileSync(at('marks/results.json'), 'utf8')).toBe(before);

    // So it is where shards have been put together elsewhere, and what they make lies here.
    await run('grade', 'in', '--out', 'elsewhere', '--stable', '--exit-zero');
    fs.copyFileSync(at('elsewhere/results.json'), at('marks/results.json'));
    expect(await run('mark', 'marks')).toMatchObject({
      code: 0,
      stdout: 'Nothing waits for a mark\n',
      stderr: expect.stringContaining('The results were without earlier hand marks: they have them now'),
    });
    expect(fs.readFileSync(at('marks/results.json'), 'utf8')).toBe(before);

    // The student's answer changes, and a check is mended.
    edit(at('in/ada/01-mean.ipynb'), (text) => text.replace('The sum grows', 'Because the sum grows'));
    submit(course, 'in/=bo/01-mean.ipynb', undefined);
    submit(course, 'in/cy/01-mean.ipynb', undefined);
    const again = await grade();
    expect(again.stderr).toContain('ada, why/reason: marked before the answer changed: look at it again');
    expect(again.stderr).toContain(`=bo, ${failing}: marked when the grader said fail: it says pass now`);
    expect(resultOf('ada').score).toBe(2.25);
    expect(resultOf('=bo').score).toBe(marked);

    const moved = await run('diff', 'marks/results.previous.json', 'marks/results.json');
    expect(moved.code).toBe(0);
    expect(moved.stdout).toContain('3 submissions differ, the points of 1');
    expect(moved.stdout).toMatch(/^cy {2}01-mean {2}0 → 2$/m);
    expect(moved.stdout).toMatch(/^ {2}mean\/\S+: notAttempted 0\/[\d.]+ → pass/m);
    expect(moved.stdout).toMatch(/^=bo {2}01-mean {2}[\d.]+ as before$/m);
    expect(moved.stdout).toContain('marked before the answer changed: look at it again');
    const json = await run('diff', 'marks/results.previous.json', 'marks/results.json', '--format', 'json');
    expect(JSON.parse(json.stdout)).toHaveLength(3);
    expect((await run('diff', 'marks/results.json', 'marks/results.json')).stdout).toBe(
      'No marks have changed\n',
    );

    // The changed answer waits again, with what stood there.
    expect((await run('mark', 'marks')).stdout).toBe('marks/to-mark-2.csv\n');
    const rows = Papa.parse<Record<string, string>>(
      fs.readFileSync(at('marks/to-mark-2.csv'), 'utf8').slice(1),
      {
        header: true,
        skipEmptyLines: true,
      },
    ).data;
    expect(rows.map(({ check, points, note }) => [check, points, note])).toContainEqual([
      'why/reason',
      '0.25',
      'marked before the answer changed',
    ]);

    expect(await run('mark', 'marks', '--student', '=bo', '--check', failing, '--withdraw')).toMatchObject({
      code: 0,
      stdout: '1 mark taken back\n',
    });
    expect(resultOf('=bo').checks.find(({ id }) => id === failing)).toMatchObject({ status: 'pass' });
    expect(resultOf('=bo').checks.find(({ id }) => id === failing)).not.toHaveProperty('marked');
  }, 300_000);

  it('finds a person’s submission by id or address, where grading had a roster', async () => {
    fs.writeFileSync(
      at('roster.csv'),
      'id,name,email,submission\n7,Cy Young,cy@school.edu,cy\n8,Cy Young,,gro\n',
    );
    fs.writeFileSync(at('class.yaml'), 'roster: roster.csv\n');
    await run('grade', 'in', '--out', 'people', '--class', 'class.yaml', '--stable', '--exit-zero');
    const marking = (student: string) =>
      run(
        'mark',
        'people',
        '--student',
        student,
        '--check',
        'why/reason',
        '--points',
        '0.5',
        '--comment',
        'told me',
      );
    const score = () =>
      (JSON.parse(fs.readFileSync(at('people/results.json'), 'utf8')) as SubmissionResult[])
        .find(({ submission }) => submission === 'cy')!
        .checks.at(-1);
    expect(await marking('cy@school.edu')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 mark taken/),
    });
    expect(score()).toMatchObject({ status: 'marked', score: 0.5, message: 'told me' });
    expect(
      (await run('mark', 'people', '--student', '7', '--check', 'why/reason', '--withdraw')).stdout,
    ).toBe('1 mark taken back\n');
    expect(score()).not.toHaveProperty('marked');
    expect((await marking('Cy Young')).stderr).toBe('"Cy Young" could be "cy" or "gro": name one of these\n');
  }, 300_000);

  it('says in one line what it cannot take', async () => {
    fs.writeFileSync(
      at('marks/bad.csv'),
      'exercise,submission,check,points,comment\n01-mean,adda,why/reason,1,\n',
    );
    const bad = await run('mark', 'marks/bad.csv');
    expect(bad.code).toBe(2);
    expect(bad.stderr).toBe(
      'marks/bad.csv, row 2: the results hold no submission "adda": did you mean "ada"?\n',
    );
    for (const places of [['in'], ['marks', 'in']])
      expect((await run('mark', ...places)).stderr).toBe(
        'in holds neither results.json nor sheets: name the folder that gradlab grade --out has written\n',
      );
    fs.copyFileSync(at('marks/bad.csv'), at('in/bad.csv'));
    expect((await run('mark', 'in/bad.csv')).stderr).toContain(
      'There is no results.json in in/bad.csv or beside it',
    );
    expect((await run('mark', 'marks', '--student', 'ada')).stderr).toContain(
      'One mark takes both --student and --check',
    );
    expect((await run('mark', 'marks', '--points', '1')).stderr).toContain('add --student and --check');
    expect(
      (await run('mark', 'marks', '--student', 'ada', '--check', 'mean/three', '--withdraw')).stderr,
    ).toContain('No person has marked mean/three of "ada"');
  }, 300_000);
});
