import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  edit,
  gradlab,
  notebookOf,
  processesWith,
  smallCourse,
  snapshot,
  start,
  submit,
  type Ended,
} from './gradlab.js';
import type { SubmissionResult } from '../../src/grading/result.js';
import { readStrictly } from './result-contract.js';

const course = smallCourse();
const run = (...args: string[]) => gradlab(args, { cwd: course });

/** A class with all that a class hands in. */
const right = fs.readFileSync(submit(course, 'class/ada/01-mean.ipynb', 'right'), 'utf8');
const untouched = fs.readFileSync(
  submit(course, 'class/untouched/01-mean.ipynb', undefined, 'starter'),
  'utf8',
);
const wrong = fs.readFileSync(submit(course, 'class/Ben O\'Neil "B"/week 1/01-mean.ipynb', 'wrong'), 'utf8');
const broken: Record<string, string> = {
  'not json': '{"cells": [ {"cell_type": "code"',
  'not a notebook': '{"hello": 1}',
  'a list': '[]',
  empty: '',
  'nbformat 3': JSON.stringify({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [] }),
  'nbformat 5': JSON.stringify({ ...(JSON.parse(right) as object), nbformat: 5 }),
  'another exercise': right.replaceAll('01-mean', '02-other'),
  'a foreign notebook': notebookOf(['const a = 1;', 'console.log(a);']),
  'a cell that is none': notebookOf([]).replace('[]', '[3]'),
};
const readable: Record<string, string> = {
  '--exit-zero': right.replaceAll('\n', '\r\n').replaceAll('\\n"', '\\r\\n"'),
  '王小明 ‮drawkcab': `\ufeff${untouched}`,
  deep: JSON.stringify({ ...(JSON.parse(untouched) as object), metadata: { deep: 'HERE' } }).replace(
    '"HERE"',
    '['.repeat(20_000) + ']'.repeat(20_000),
  ),
};
for (const [name, text] of Object.entries({ ...broken, ...readable }))
  write(`class/${name}/01-mean.ipynb`, text);
write('class/no notebook/answers.txt', 'see my mail');
write('class/ada/.ipynb_checkpoints/01-mean-checkpoint.ipynb', wrong);
write('class/ada/._01-mean.ipynb', 'resource fork');
write('class/ada/scratch.ipynb', notebookOf(['1']));
write('class/other name/my work.ipynb', untouched);
submit(course, 'class/throws/01-mean.ipynb', 'throws');
fs.mkdirSync(path.join(course, 'class/huge'));
fs.writeFileSync(path.join(course, 'class/huge/01-mean.ipynb'), right);
fs.truncateSync(path.join(course, 'class/huge/01-mean.ipynb'), 200 << 20);
fs.mkdirSync(path.join(course, 'class/link'));
fs.symlinkSync(path.join(course, 'class/ada/01-mean.ipynb'), path.join(course, 'class/link/01-mean.ipynb'));
fs.symlinkSync(path.join(course, 'class/ada'), path.join(course, 'class/linked folder'));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(course, file)), { recursive: true });
  fs.writeFileSync(path.join(course, file), text);
}

const before = snapshot(path.join(course, 'class'));
const out = (name: string) => path.join(course, name);
const read = (...parts: string[]) => fs.readFileSync(path.join(course, ...parts), 'utf8');

describe('gradlab grade, a class with a folder per student', () => {
  let whole: Ended;
  let found: Map<string, ReturnType<typeof readStrictly>[number] & { message?: string }>;
  beforeAll(async () => {
    whole = await run('grade', 'class', '--out', 'class/results', '--format', 'json', '--stable', '-j', '2');
    found = new Map(
      readStrictly(whole.stdout, { stable: true }).map((result) => [result.submission, result]),
    );
  });

  it('gives every student a result, whatever the others handed in', () => {
    const names = [
      ...Object.keys(broken),
      ...Object.keys(readable),
      'ada',
      'Ben O\'Neil "B"',
      'no notebook',
      'other name',
      'throws',
      'untouched',
      'huge',
      'link',
    ];
    expect([...found.keys()]).toEqual(names.sort());
    expect(whole.code).toBe(1);
    expect(whole.stderr).not.toMatch(/^\s+at /m);
  });

  it('reads byte-order marks, Windows line ends, deep metadata, odd names', () => {
    for (const name of Object.keys(readable))
      expect([name, found.get(name)!.status]).toEqual([name, 'graded']);
    expect(found.get('--exit-zero')!.score).toBe(2);
    expect(found.get('ada')!.score).toBe(2);
    expect(found.get('Ben O\'Neil "B"')!.score).toBe(1);
    expect(found.get('other name')).toMatchObject({
      status: 'graded',
      restored: found.get('untouched')!.restored,
    });
  });

  it.each([
    [
      'not json',
      /^The file is not a notebook: it is not JSON\. Submit the \.ipynb file as JupyterLab saved it$/,
    ],
    ['not a notebook', /^The file is not a notebook: it has no "nbformat"/],
    ['a list', /^The file is not a notebook: it holds JSON, but no notebook/],
    ['empty', /^The file is empty: save the notebook and submit it again$/],
    [
      'nbformat 3',
      /^The notebook (has format|is stored in nbformat) 3: open it in JupyterLab and save it as nbformat 4$/,
    ],
    ['nbformat 5', /^The notebook (has format|is stored in nbformat) 5: /],
    [
      'another exercise',
      /^This is a notebook of the exercise "02-other", not of "01-mean": submit the notebook of "01-mean"$/,
    ],
    [
      'a foreign notebook',
      /^The notebook does not say of which exercise it is, and has no answer cell of "01-mean": submit the notebook/,
    ],
    ['a cell that is none', /^The file is not a notebook: cell 1 is not a cell/],
    ['huge', /^The file is 200 MiB large, at most 64 are read: clear the outputs and submit again$/],
    ['no notebook', /^There is no notebook \(\.ipynb\) in this folder/],
    ['link', /^There is no notebook \(\.ipynb\) in this folder \(a link to one does not count\)/],
  ])('%s: unreadable, and the message says what to do', (name, message) => {
    expect(found.get(name)).toMatchObject({
      status: 'unreadable',
      score: 0,
      maxScore: 2.5,
      message: expect.stringMatching(message) as string,
    });
  });

  it('counts the solution’s written answer as waiting for a hand, an untouched one as not attempted', () => {
    expect(found.get('ada')).toMatchObject({ score: 2, maxScore: 2.5, pendingScore: 0.5 });
    expect(found.get('untouched')!.checks.map(({ status }) => status)).toEqual([
      'notAttempted',
      'notAttempted',
      'notAttempted',
    ]);
  });

  it('writes results.json, report.html and the journal; prints what results.json holds', () => {
    expect(fs.readdirSync(out('class/results')).sort()).toEqual([
      'journal.jsonl',
      'report.html',
      'results.json',
    ]);
    expect(read('class/results/results.json')).toBe(whole.stdout);
    expect(read('class/results/report.html')).toMatch(/^<!doctype html>/);
  });

  it('says on stderr what was graded, in any case without escapes', () => {
    expect(whole.stderr).toMatch(/^\[\d+\/\d+\] ada: 2\/2\.5(, about .* left)?$/m);
    expect(whole.stderr).toMatch(/^\[\d+\/\d+\] empty: unreadable(, about .* left)?$/m);
    expect(whole.stderr).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
  });

  it('changes none of the files that were handed in', () => {
    const {
      'results/results.json': _1,
      'results/report.html': _2,
      'results/journal.jsonl': _3,
      ...after
    } = snapshot(path.join(course, 'class'));
    expect(after).toEqual(before);
  });

  it('-j 2, three shards made into one, and a resumed run give the same bytes', async () => {
    fs.mkdirSync(out('torn'));
    const journal = read('class/results/journal.jsonl');
    const lines = journal.split('\n');
    // Half of the class is in the journal; its last line was being written, one was damaged.
    const kept = [
      ...lines.slice(0, 4),
      '{"key": "x"',
      'null',
      ...lines.slice(4, 6),
      lines[6]!.slice(0, 50),
    ].join('\n');
    fs.writeFileSync(out('torn/journal.jsonl'), kept);
    const shard = (index: number) =>
      run('grade', 'class', '--out', `shard-${index}`, '--shard', `${index}/3`, '--stable');
    const torn = await run('grade', 'class', '--out', 'torn', '--resume', '--format', 'json', '--stable');
    await Promise.all([shard(1), shard(2), shard(3)]);
    const merged = await run(
      'report',
      'shard-3/results.json',
      'shard-1/results.json',
      'shard-2/results.json',
      '--format',
      'json',
    );
    expect(torn.stdout).toBe(whole.stdout);
    expect(merged).toEqual({ code: 0, signal: null, stdout: whole.stdout, stderr: '' });
    const entries = (text: string) => text.split('\n').map(withoutSeconds).sort();
    expect(entries(read('torn/journal.jsonl'))).toEqual(entries(journal));
  });

  it('refuses a shard that is given twice', async () => {
    const { code, stderr } = await run('report', 'shard-1/results.json', 'shard-1/results.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^The submission ".*" stands in more than one place: give each shard once$/m);
  });

  it('--resume grades a changed file again, and no other', async () => {
    fs.cpSync(out('class'), out('class 2'), { recursive: true });
    fs.writeFileSync(out('class 2/ada/01-mean.ipynb'), untouched);
    const { stdout } = await run('grade', 'class 2', '--out', 'torn', '--resume', '--format', 'json');
    const again = JSON.parse(stdout) as { submission: string; score: number; seconds?: object }[];
    const fresh = new Set(
      (JSON.parse(whole.stdout) as { submission: string }[]).map(({ submission }) => submission),
    );
    expect(again.find(({ submission }) => submission === 'ada')!.score).toBe(0);
    expect(again.length).toBe(fresh.size);
    expect(
      read('torn/journal.jsonl')
        .split('\n')
        .filter((line) => line.includes('"submission":"ada"')).length,
    ).toBe(2);
    expect(
      read('torn/journal.jsonl')
        .split('\n')
        .filter((line) => line.includes('"submission":"deep"')).length,
    ).toBe(1);
  });

  it('--student grades that one alone, with the same result', async () => {
    const { stdout, code } = await run(
      'grade',
      'class',
      '--student',
      'not json',
      '--format',
      'json',
      '--stable',
    );
    expect(JSON.parse(stdout)).toEqual([found.get('not json')]);
    expect(code).toBe(1);
  });

  it.each(['1002', 'Bo Diddley', 'bo@school.edu'])(
    '--student %j is found by the roster, and says whose the submission is',
    async (student) => {
      write('people/roster.csv', 'id,name,email,submission\n1002,Bo Diddley,bo@school.edu,not json\n');
      write('people/class.yaml', 'roster: roster.csv\n');
      const asked = ['--class', 'people/class.yaml', '--student', student, '--format', 'json', '--stable'];
      const { stdout } = await run('grade', 'class', ...asked);
      expect(JSON.parse(stdout)).toEqual([
        {
          ...found.get('not json'),
          person: { id: '1002', name: 'Bo Diddley', email: 'bo@school.edu' },
        },
      ]);
      const nobody = await run('grade', 'class', '--class', 'people/class.yaml', '--student', '1003');
      expect(nobody).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is no submission of "1003"\n'),
      });
    },
  );
});

/** A file system with room for a few kilobytes; only root can make one. */
function fullDisk(folder: string): boolean {
  fs.mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder]).status === 0;
}

it('figures that a notebook holds are in its result and on its page, and earn nothing', async () => {
  const file = submit(course, 'with figure/ada/01-mean.ipynb', 'wrong');
  const notebook = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    cells: { id: string; outputs: unknown[] }[];
  };
  const data = [{ type: 'scatter', name: '<b>mine</b>', y: [1, 4, 9] }];
  notebook.cells.find(({ id }) => id === 'check-mean')!.outputs = [
    { output_type: 'display_data', metadata: {}, data: { 'application/vnd.plotly.v1+json': { data } } },
  ];
  fs.writeFileSync(file, JSON.stringify(notebook));
  await run('grade', 'with figure', '--out', 'figure-marks');
  const [result] = JSON.parse(read('figure-marks/results.json')) as SubmissionResult[];
  expect(result).toMatchObject({
    score: 1,
    figures: [{ task: 'mean', panels: [{ traces: [{ y: [1, 4, 9] }] }] }],
  });
  await run('report', 'figure-marks/results.json', '--format', 'feedback', '-o', 'figure-pages');
  expect(read('figure-pages/ada.html')).toMatch(/What the notebook showed[^]*<polyline[^]*&#60;b&#62;mine/);
});

it('an --out that cannot be written to: a line says so before anything is graded, exit 2', async () => {
  write('a file', 'mine');
  for (const out of [
    'a file',
    'a file/marks',
    ...(process.platform === 'linux' ? ['/proc/x/marks', '/proc'] : []),
  ]) {
    const { code, stdout, stderr } = await run('grade', 'class/ada', '--isolation', 'process', '--out', out);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`Cannot write to ${out}, which --out names: `);
    expect(stderr).not.toContain('[1/1]');
  }
});

it('a disk that fills up: a line says so, the results are printed, exit 3; one that is full: before anything is graded', async (context) => {
  const disk = path.join(course, 'full');
  if (!fullDisk(disk)) return context.skip();
  try {
    submit(course, 'small class/ada/01-mean.ipynb', 'right');
    const others = ['ben', 'cleo', 'dag', 'eva', 'fred'];
    for (const name of others) submit(course, `small class/${name}/01-mean.ipynb`, 'wrong');
    const { code, stdout, stderr } = await run('grade', 'small class', '--format', 'json', '--out', 'full');
    expect(readStrictly(stdout).map(({ submission, score }) => [submission, score])).toEqual([
      ['ada', 2],
      ...others.map((name) => [name, 1]),
    ]);
    expect(stderr.match(/^The journal cannot be written/gm)).toHaveLength(1);
    expect(stderr).toMatch(/^The results cannot be written to full: ENOSPC/m);
    expect(code).toBe(3);

    fs.rmSync(path.join(disk, 'journal.jsonl'));
    fs.writeFileSync(path.join(disk, 'filled'), Buffer.alloc(4096));
    const full = await run('grade', 'small class', '--out', 'full');
    expect({ code: full.code, stdout: full.stdout }).toEqual({ code: 2, stdout: '' });
    expect(full.stderr).toMatch(/^Cannot write to full, which --out names: ENOSPC/m);
  } finally {
    spawnSync('umount', [disk]);
  }
});

describe.skipIf(process.platform !== 'linux')(
  'a submission that waits for something until its time is over',
  () => {
    /** Hangs at its first call, and never again. */
    const waits = (name: string, mark: string) => {
      const file = submit(course, `${name}/waits/01-mean.ipynb`, 'right');
      const wait = `const fs = require('node:fs'); if (!fs.existsSync('${mark}')) { fs.writeFileSync('${mark}', ''); return new Promise(() => {}) as never; }`;
      const notebook = JSON.parse(fs.readFileSync(file, 'utf8')) as { cells: { source: string[] }[] };
      for (const cell of notebook.cells)
        cell.source = cell.source.map((line) => line.replace(/(let sum = 0;)/, `${wait} $1`));
      fs.writeFileSync(file, JSON.stringify(notebook));
      submit(course, `${name}/ada/01-mean.ipynb`, 'right');
    };

    it.each([
      ['beside others: is graded once more, alone', '2', 2],
      ['alone: has had its time', '1', 1],
    ])('%s', async (_what, jobs, score) => {
      const name = `slow class ${jobs}`;
      waits(name, path.join(course, `mark ${jobs}`));
      const { stdout, stderr } = await run(
        'grade',
        name,
        '--format',
        'json',
        '-j',
        jobs,
        '--out',
        `slow ${jobs}`,
      );
      const results = readStrictly(stdout);
      expect(results.map((one) => [one.submission, one.score])).toEqual([
        ['ada', 2],
        ['waits', score],
      ]);
      expect(stderr.match(/^\[.*waits/gm)).toHaveLength(1);
      expect(read(`slow ${jobs}`, 'journal.jsonl').trim().split('\n')).toHaveLength(3);
    });
  },
);

const withoutSeconds = (line: string) => line.replace(/"seconds":\{[^}]*\}/, '');

describe('gradlab grade, other layouts', () => {
  it.skipIf(process.platform === 'win32')('no signal opens the debugger of the grader', async () => {
    const { child, ended } = start(['grade', 'class/ada/01-mean.ipynb'], { cwd: course });
    child.stderr!.once('data', () => child.kill('SIGUSR1'));
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/Debugger/);
  });

  it('a single file: in full, exit 0 when only hand marks are pending', async () => {
    const { code, stdout } = await run('grade', 'class/ada/01-mean.ipynb');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^01-mean {2}Exercise 1: Mean {2}2\/2\.5 \(\+0\.5 by hand\)\n {2}✓ 1\/1 {7}mean\/three/,
    );
    expect(stdout).toMatch(/\? 0\/0\.5 {5}why\/reason {2}the reason is given {2}\[to be marked by hand\]/);
  });

  it('a student’s message is shown without what a terminal obeys; --exit-zero: 0 although a check fails', async () => {
    const { code, stdout } = await run('grade', 'class/throws/01-mean.ipynb', '--exit-zero');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Error: <b>& \[31m not yet/);
    expect(stdout).not.toContain('\u001b');
  });

  it('an endless answer ends at its limit, and nothing is left running; a fault of the grader costs only what it concerns, and exits 3', async () => {
    write('two/a/01-mean.ipynb', right);
    write('two/b/02-broken.ipynb', right.replaceAll('01-mean', '02-broken'));
    submit(course, 'two/c/01-mean.ipynb', 'endless');
    fs.cpSync(out('graders/01-mean'), out('graders/02-broken'), { recursive: true });
    edit(out('graders/02-broken/exercise.json'), (text) =>
      text.replace('"id": "01-mean"', '"id": "02-broken"'),
    );
    edit(out('graders/02-broken/exercise.ts'), (text) =>
      text
        .replaceAll('01-mean', '02-broken')
        .replace('return values.reduce', 'throw new Error(); return values.reduce'),
    );
    edit(out('graders/02-broken/grader.ts'), (text) =>
      text
        .replace('close(meanOf, { rtol: 1e-9 })', "close(reference('three'))")
        .replace('import { byHand', 'import { reference, byHand'),
    );
    const mark = `${path.basename(course)}-graded`;
    const { code, stdout, stderr } = await gradlab(['grade', 'two', '--format', 'json', '--out', 'faults'], {
      cwd: course,
      env: { GRADLAB_TEST_MARK: mark },
    });
    fs.rmSync(out('graders/02-broken'), { recursive: true });
    expect(stderr).toMatch(/^b has no result: The grader could not go on: /m);
    expect(readStrictly(stdout).map(({ submission, score }) => [submission, score])).toEqual([
      ['a', 2],
      ['c', 0],
    ]);
    expect(code).toBe(3);
    expect(processesWith(mark)).toEqual([]);
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(`${course}/`);
  });

  it('--resume grades again what was graded with another version of the exercise', async () => {
    const file = 'class/untouched/01-mean.ipynb';
    await run('grade', file, '--out', 'again');
    edit(out('graders/01-mean/grader.ts'), (text) =>
      text.replace("'the mean of 1, 2 and 6 is 3'", "'three is the mean of 1, 2 and 6'"),
    );
    const { stdout } = await run('grade', file, '--out', 'again', '--resume');
    expect(stdout).toContain('three is the mean of 1, 2 and 6');
  });
});
