import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../src/batch/journal.js';
import { findSubmissions } from '../../src/batch/find-submissions.js';
import { latestAttempts } from '../../src/batch/latest-attempts.js';
import type { Exercise } from '../../src/grading/exercise/load-exercise.js';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function files(...names: string[]): void {
  for (const name of names) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), name);
  }
}

/** Names, with the files relative to the folder. */
const found = async (...paths: string[]) => {
  const scratch = path.join(folder, '.scratch');
  fs.mkdirSync(scratch, { recursive: true });
  const given = paths.map((name) => path.join(folder, name));
  return (await findSubmissions(given, ['01-mean', '02-sum'], scratch)).map(({ name, file, problem }) => [
    name,
    path.relative(folder, file),
    ...(problem ? [problem] : []),
  ]);
};

const NONE =
  'There is no notebook (.ipynb) in this folder (a link to one does not count): hand in the file itself';

describe('findSubmissions()', () => {
  it('a folder of files: named without the ending, in the order of the names', async () => {
    files('b.ipynb', 'a b.ipynb', 'B.ipynb', 'notes.txt', 'c.ipynb.bak');
    expect(await found('.')).toEqual([
      ['B', 'B.ipynb'],
      ['a b', 'a b.ipynb'],
      ['b', 'b.ipynb'],
    ]);
  });

  it('a folder per student: nested folders, the notebook named like an exercise alone, each exercise once', async () => {
    files(
      'ada/week 1/hand in/01-mean.ipynb',
      'ada/scratch.ipynb',
      'ben/01-mean.ipynb',
      'ben/02-sum.ipynb',
      'cleo/mine.ipynb',
      'cleo/old/older.ipynb',
    );
    expect(await found('.')).toEqual([
      ['ada', 'ada/week 1/hand in/01-mean.ipynb'],
      ['ben', 'ben/01-mean.ipynb'],
      ['ben-2', 'ben/02-sum.ipynb'],
      ['cleo', 'cleo/mine.ipynb'],
      ['cleo-2', 'cleo/old/older.ipynb'],
    ]);
  });

  it('a student without a notebook is found with the problem', async () => {
    files('ada/01-mean.ipynb', 'ben/mail.txt');
    expect(await found('.')).toEqual([
      ['ada', 'ada/01-mean.ipynb'],
      ['ben', 'ben', NONE],
    ]);
  });

  it('folders beside notebooks are no students, nor is a folder of results', async () => {
    files('01-mean.ipynb', 'checks/01-mean.json', 'data/x.csv');
    expect(await found('.')).toEqual([['01-mean', '01-mean.ipynb']]);
    files('class/ada/01-mean.ipynb', 'class/marks/results.json', 'class/torn/journal.jsonl');
    fs.writeFileSync(path.join(folder, 'class/marks/results.json'), '[\n  {\n    "schemaVersion": 1');
    fs.writeFileSync(path.join(folder, 'class/torn/journal.jsonl'), `{"key":"${'0'.repeat(64)}"`);
    new Journal(path.join(folder, 'class/begun'), false); // Nothing is graded yet.
    new Journal(path.join(folder, 'class/weeks/1'), false);
    expect(await found('class')).toEqual([['ada', 'class/ada/01-mean.ipynb']]);
  });

  it('a student whose folder looks like one of results is still a student', async () => {
    files(
      'ada/01-mean.ipynb',
      'ben/01-mean.ipynb',
      'ben/results.json',
      'cleo/results.json',
      'dag/journal.jsonl',
      'eva/week 1/notes.txt',
      'flo/results.json',
      'flo/sub/01-mean.ipynb',
    );
    fs.writeFileSync(path.join(folder, 'flo/results.json'), '[]');
    fs.writeFileSync(path.join(folder, 'ben/results.json'), '[{"schemaVersion": 1}]');
    expect((await found('.')).map(([name]) => name)).toEqual(['ada', 'ben', 'cleo', 'dag', 'eva', 'flo']);
  });

  it.runIf(process.platform === 'linux')('a name that is not in UTF-8 is one person’s problem', async () => {
    files('class/ada/01-mean.ipynb', 'flat/ada.ipynb');
    const inLatin = (name: string) => Buffer.from(path.join(folder, name), 'latin1');
    fs.mkdirSync(inLatin('class/J\u00f6rg'));
    fs.writeFileSync(inLatin('flat/J\u00f6rg.ipynb'), '{}');
    const why = (what: string) =>
      `The name of the ${what} is not in UTF-8: give it another one and grade again`;
    expect(await found('class')).toContainEqual(['J\uFFFDrg', 'class/J\uFFFDrg', why('folder')]);
    expect(await found('flat')).toEqual([
      ['J\uFFFDrg', 'flat/J\uFFFDrg.ipynb', why('file')],
      ['ada', 'flat/ada.ipynb'],
    ]);
  });

  it('endings in capitals are endings', async () => {
    files('ada/01-mean.IPYNB', 'ada/scratch.Ipynb', 'ben/HAND IN.IPYNB');
    expect(await found('.')).toEqual([
      ['ada', 'ada/01-mean.IPYNB'],
      ['ben', 'ben/HAND IN.IPYNB'],
    ]);
    expect(await found('ben/HAND IN.IPYNB')).toEqual([['HAND IN', 'ben/HAND IN.IPYNB']]);
  });

  it('drafts in a folder that is clearly one person’s: one counts; otherwise all do, and it is told', async () => {
    files(
      'ada/01-mean.ipynb',
      'ada/old/01-mean.ipynb',
      'ada/Drafts/week 1/01-mean.ipynb',
      'ben/mine-Copy1.ipynb',
      'ben/mine-Copy2.ipynb',
      'ben/mine.ipynb',
      'cleo/draft.ipynb',
      'cleo/final.ipynb',
      'group a/dan/01-mean.ipynb',
      'group a/eve/01-mean.ipynb',
      'group a/01-mean.ipynb',
      'group b/student-1.ipynb',
      'group b/student-2.ipynb',
    );
    const all = (await findSubmissions([folder], ['01-mean'], path.join(folder, '.scratch'))).map((one) => ({
      ...one,
      exercise: { settings: { id: '01-mean' } } as Exercise,
    }));
    const told: string[] = [];
    const latest = latestAttempts(all, (student, what) => told.push(`${student} ${what}`));
    expect(latest.map(({ file }) => path.relative(folder, file)).sort()).toEqual([
      'ada/01-mean.ipynb',
      'ben/mine-Copy2.ipynb',
      'cleo/draft.ipynb',
      'cleo/final.ipynb',
      'group a/01-mean.ipynb',
      'group a/dan/01-mean.ipynb',
      'group a/eve/01-mean.ipynb',
      'group b/student-1.ipynb',
      'group b/student-2.ipynb',
    ]);
    const uncertain = `each is graded: if they are one person's, name the one that counts 01-mean.ipynb`;
    expect(told.sort()).toEqual([
      'ada handed in 3 notebooks at once, one is graded: 01-mean.ipynb',
      'ben handed in 3 notebooks at once, one is graded: mine-Copy2.ipynb',
      `cleo has 2 notebooks of 01-mean, ${uncertain}`,
      `group a has 3 notebooks of 01-mean, ${uncertain}`,
      `group b has 2 notebooks of 01-mean, ${uncertain}`,
    ]);
  });

  it('nobody takes a name that somebody else has', async () => {
    files('kim/01-mean.ipynb', 'kim/more/01-mean.ipynb', 'kim-2/01-mean.ipynb');
    expect(await found('.')).toEqual([
      ['kim', 'kim/01-mean.ipynb'],
      ['kim-2', 'kim-2/01-mean.ipynb'],
      ['kim-3', 'kim/more/01-mean.ipynb'],
    ]);
  });

  it('copies that editors and systems make are left out', async () => {
    files(
      'ada/01-mean.ipynb',
      'ada/.ipynb_checkpoints/01-mean-checkpoint.ipynb',
      'ada/._01-mean.ipynb',
      'ada/node_modules/x/01-mean.ipynb',
      '.git/x.ipynb',
      '._ada.ipynb',
    );
    expect(await found('.')).toEqual([['ada', 'ada/01-mean.ipynb']]);
  });

  it('links inside a folder are not followed', async () => {
    files('ada/01-mean.ipynb', 'elsewhere/secret/01-mean.ipynb');
    fs.mkdirSync(path.join(folder, 'class/ben'), { recursive: true });
    fs.cpSync(path.join(folder, 'ada'), path.join(folder, 'class/ada'), { recursive: true });
    fs.symlinkSync(
      path.join(folder, 'elsewhere/secret/01-mean.ipynb'),
      path.join(folder, 'class/ben/01-mean.ipynb'),
    );
    fs.symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'class/ben/more'));
    fs.symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'class/cleo'));
    fs.symlinkSync(path.join(folder, 'ada/01-mean.ipynb'), path.join(folder, 'class/dag.ipynb'));
    expect(await found('class')).toEqual([
      ['ada', 'class/ada/01-mean.ipynb'],
      ['ben', 'class/ben', NONE],
    ]);
  });

  it.skipIf(process.platform === 'win32')(
    'a given pipe or device is found with the problem, and not read',
    async () => {
      execFileSync('mkfifo', [path.join(folder, 'pipe.ipynb')]);
      fs.symlinkSync('/dev/zero', path.join(folder, 'zero.zip'));
      const found = await findSubmissions(
        [path.join(folder, 'pipe.ipynb'), path.join(folder, 'zero.zip')],
        [],
        path.join(folder, 'scratch'),
      );
      expect(found.map(({ name, problem }) => [name, problem])).toEqual([
        ['pipe', 'This is a pipe or a device, and no file'],
        ['zero', 'This is a pipe or a device, and no file'],
      ]);
    },
  );

  it('the same name from several paths is made unique, the same file given twice counts once', async () => {
    files('x/ada.ipynb', 'y/ada.ipynb', 'y/ada-2.ipynb');
    expect(await found('x/ada.ipynb', 'y', 'x')).toEqual([
      ['ada', 'x/ada.ipynb'],
      ['ada-2', 'y/ada-2.ipynb'],
      ['ada-3', 'y/ada.ipynb'],
    ]);
  });

  it('names with spaces, quotes, leading dashes, line breaks and letters of any script stay as they are', async () => {
    const names = ['--out', '-j', 'O\'Neil "B"', '王小明', 'Zoë', '𝒜 b', 'two\nlines', '$(touch x)'];
    files(...names.map((name) => `${name}/01-mean.ipynb`));
    expect((await found('.')).map(([name]) => name)).toEqual(names.sort());
  });

  it('a folder that leads ever deeper ends', async () => {
    files(`ada/${'d/'.repeat(20)}01-mean.ipynb`, 'ben/01-mean.ipynb');
    expect(await found('.')).toEqual([
      ['ada', 'ada', NONE],
      ['ben', 'ben/01-mean.ipynb'],
    ]);
  });
});
