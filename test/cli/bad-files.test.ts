import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeResults } from '../../src/cli/write-results.js';
import { graded } from '../report/results.js';
import { gradlab, notebookOf, snapshot, temporaryFolder } from './gradlab.js';

const folder = temporaryFolder();
const write = (name: string, content: string | Buffer) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), content);
};
const result = graded('ada');
write('marks/results.json', JSON.stringify([result]));
write('results.json', JSON.stringify([result]));
write('later.json', JSON.stringify([{ ...result, schemaVersion: 2 }]));
write('earlier.json', JSON.stringify([{ ...result, schemaVersion: 0 }]));
write(
  'words.json',
  JSON.stringify([
    { ...result, checks: [{ ...result.checks[0], series: { expected: ['<b>'], got: [], every: 1 } }] },
  ]),
);
write('none.json', '[]');
write('notebook.ipynb', notebookOf(['1']));
write(
  'gradebook.csv',
  'Student,ID,SIS Login ID,Section,01-mean (77),Score\n    Points Possible,,,,2,\n"A, Ada",ada,ada,A,,\n',
);
write('roster.csv', 'id,name,submission\n7,Ada,ada\n');
write('times.csv', 'submission,submitted\nada,2026-11-30T18:00+01:00\n');
write(
  'class.yaml',
  'roster: roster.csv\nsubmitted: times.csv\nexercises: { 01-mean: { due: 2026-11-30T23:59+01:00 } }\n',
);
write('latin.csv', Buffer.from('id,name\nada,J\xfcrgen\n', 'latin1'));
write('latin.yaml', 'roster: latin.csv\nexercises: {}\n');
write('nobody.yaml', 'roster: roster.cvs\n');
write('utf-16.csv', Buffer.from('\ufeffStudent,ID\n', 'utf16le'));
if (process.platform !== 'win32') fs.symlinkSync('gradebook.csv', path.join(folder, 'link.csv'));
fs.linkSync(path.join(folder, 'results.json'), path.join(folder, 'hard.json'));

const run = (...args: string[]) => gradlab(args, { cwd: folder });

describe('a file that cannot be what it is given as', () => {
  it.each([
    [
      ['report', 'marks'],
      `marks is a folder: name a file in it, such as ${path.join('marks', 'results.json')}`,
    ],
    [['report', 'results.json', '--class', 'marks'], 'marks is a folder: name a file'],
    [['report', 'results.json', '--format', 'canvas', '--fill', 'marks'], 'marks is a folder: name a file'],
    [['run', 'marks'], 'marks is a folder: name a file'],
    [['check', 'marks'], 'marks is a folder: name a file'],
    [['report', 'results.json', '--format', 'csv', '-o', 'marks'], 'marks is a folder: name a file'],
    [
      ['report', 'results.json', '--format', 'feedback', '-o', 'roster.csv'],
      'A file lies where a folder is to be: roster.csv',
    ],
    [
      ['report', 'results.json', '--format', 'csv', '-o', path.join('roster.csv', 'x.csv')],
      'A file lies where a folder is to be: ',
    ],
    [
      ['report', 'results.json', '--format', 'canvas', '--fill', 'utf-16.csv'],
      'utf-16.csv is not text in UTF-8: save it in that, a table as "CSV UTF-8"',
    ],
    [['report', 'results.json', '--class', 'latin.yaml'], 'latin.csv is not text in UTF-8'],
    [
      ['report', 'results.json', '--class', 'nobody.yaml'],
      `There is no file ${path.join(folder, 'roster.cvs')} that nobody.yaml names: did you mean ${path.join(folder, 'roster.csv')}?`,
    ],
    [['report', 'words.json'], '. Grade again, with --out'],
    [
      ['report', 'none.json', '--format', 'canvas', '--fill', 'gradebook.csv'],
      'The results hold no submissions: there is nothing to fill in',
    ],
    [['mark', 'marks', 'latin.csv'], 'latin.csv is not text in UTF-8'],
    [['report', 'later.json'], 'later.json holds results of a later gradlab (schemaVersion 2): use that one'],
    [
      ['diff', 'earlier.json', 'results.json'],
      'earlier.json holds no results of this version (schemaVersion 1): grade again with this gradlab',
    ],
    [
      ['report', 'words.json', '--format', 'html'],
      'words.json is not as gradlab grade wrote it: [0].checks[0].series.expected[0]',
    ],
  ])('%j: exit 2 and a line that says what to do', async (args, said) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(said) });
    expect(stderr).not.toMatch(/ {4}at |^(\S+): \1 /);
  });
});

describe('no file that is read is overwritten', () => {
  const canvas = ['--format', 'canvas', '--fill', 'gradebook.csv', '--class', 'class.yaml'];
  it.each([
    ['gradebook.csv', canvas],
    ...(process.platform === 'win32' ? [] : [['link.csv', canvas] as const]),
    ['results.json', ['--format', 'html']],
    ['hard.json', ['--format', 'csv']],
    ['roster.csv', canvas],
    [path.join('marks', '..', 'class.yaml'), canvas],
    ['times.csv', canvas],
  ] as const)('report -o %s', async (output, args) => {
    const before = snapshot(folder);
    const { code, stderr } = await run('report', 'results.json', ...args, '-o', output);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(
        `${output} is read here, and not overwritten: name another file to write`,
      ),
    });
    expect(snapshot(folder)).toEqual(before);
  });

  it('check --results NOTEBOOK', async () => {
    const before = snapshot(folder);
    expect(await run('check', 'notebook.ipynb', '--results', 'notebook.ipynb')).toMatchObject({ code: 2 });
    expect(snapshot(folder)).toEqual(before);
  });

  it('another file is written, and written again', async () => {
    for (let time = 0; time < 2; time++)
      expect(await run('report', 'results.json', ...canvas, '-o', 'filled.csv')).toMatchObject({ code: 0 });
    expect(fs.readFileSync(path.join(folder, 'filled.csv'), 'utf8')).toContain('"A, Ada",ada,ada,A,1,');
  });
});

describe('what lies where a report is to be', () => {
  const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');

  it('is kept under another name, and that is told', async () => {
    write('mine/a.csv', 'id,name\n');
    for (const [n, earlier] of ['id,name\n', read('gradebook.csv')].entries()) {
      write('mine/a.csv', earlier);
      const kept = path.join('mine', `a.before-${n + 1}.csv`);
      expect(await run('report', 'results.json', '--format', 'csv', '-o', 'mine/a.csv')).toMatchObject({
        code: 0,
        stderr: `mine/a.csv was there already: it is kept as ${kept}\n`,
      });
      expect(read(kept)).toBe(earlier);
      expect(read('mine/a.csv')).toMatch(/^submission,exercise/);
    }
    write('pages/ada.html', 'A page of my own\n');
    expect((await run('report', 'results.json', '--format', 'feedback', '-o', 'pages')).stderr).toContain(
      `it is kept as ${path.join('pages', 'ada.before-1.html')}`,
    );
  });

  it.each([
    [['--format', 'html'], 'class.html'],
    [['--format', 'csv'], 'marks.csv'],
    [['--format', 'csv', '--class', 'class.yaml'], 'people.csv'],
    [['--format', 'nbgrader'], 'nbgrader.csv'],
    [['--format', 'feedback'], 'ada.html'],
  ])('%j: an earlier report is replaced', async (args, file) => {
    const output = args[1] === 'feedback' ? 'ours' : path.join('ours', file);
    const at = path.join('ours', file);
    await run('report', 'results.json', ...args, '-o', output);
    fs.appendFileSync(path.join(folder, at), 'as it was when something else was marked');
    expect((await run('report', 'results.json', ...args, '-o', output)).stderr).not.toContain('before');
    expect(read(at)).not.toContain('as it was');
    expect(fs.readdirSync(path.join(folder, 'ours')).filter((name) => name.includes('before'))).toEqual([]);
  });
});

it('results do not replace what is not gradlab’s in their folder', () => {
  write('out/results.json', '{"score": 1}');
  write('out/report.html', 'A page of my own');
  for (const more of [{}, { score: 0 }, { score: 1 }]) {
    expect(writeResults(path.join(folder, 'out'), [{ ...result, ...more }])).toBeUndefined();
  }
  const names = fs.readdirSync(path.join(folder, 'out')).sort();
  expect(names).toEqual([
    'report.before-1.html',
    'report.html',
    'results.before-1.json',
    'results.json',
    'results.previous.json',
  ]);
  expect(fs.readFileSync(path.join(folder, 'out/results.before-1.json'), 'utf8')).toBe('{"score": 1}');
  expect(fs.readFileSync(path.join(folder, 'out/report.before-1.html'), 'utf8')).toBe('A page of my own');
  // Results that were cut while they were written are gradlab's own.
  const cut = fs.readFileSync(path.join(folder, 'out/results.json'), 'utf8').slice(0, 100);
  write('out/results.json', cut);
  writeResults(path.join(folder, 'out'), [result]);
  expect(fs.readFileSync(path.join(folder, 'out/results.previous.json'), 'utf8')).toBe(cut);
  expect(fs.readdirSync(path.join(folder, 'out'))).toHaveLength(5);
});

it('report has a group’s points for each of its people in tables, and one page for all of them', async () => {
  write('team.csv', 'id,name,group,submission\n7,Ada,one,ada\n8,Bo,one,ada\n');
  write('team.yaml', 'roster: team.csv\n');
  const of = async (...args: string[]) =>
    (await run('report', 'results.json', '--class', 'team.yaml', ...args)).stdout;
  expect((await of('--format', 'csv')).match(/^ada,[78],(Ada|Bo),/gm)).toEqual(['ada,7,Ada,', 'ada,8,Bo,']);
  expect((await of('--format', 'csv', '--student', 'Bo')).match(/^ada,.,../gm)).toEqual(['ada,8,Bo']);
  expect(await of('--format', 'html')).toContain('<bdi>Ada &#38; Bo</bdi> (<bdi>ada</bdi>)');
  await of('--format', 'feedback', '-o', 'team');
  expect(fs.readdirSync(path.join(folder, 'team'))).toEqual(['ada.html']);
});

it('report --class tells whose a submission is, and finds it by the person', async () => {
  const of = async (student: string) =>
    (await run('report', 'results.json', '--class', 'class.yaml', '--format', 'csv', '--student', student))
      .stdout;
  expect(await of('ada')).toBe(await of('Ada'));
  expect(await of('Ada')).toMatch(/^submission,id,name,email,exercise[^]*\nada,7,Ada,,01-mean,/);
});
