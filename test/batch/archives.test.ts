import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findSubmissions } from '../../src/batch/find-submissions.js';
import { latestAttempts } from '../../src/batch/latest-attempts.js';
import { attemptOf, submitterReader } from '../../src/batch/submitter.js';
import type { Exercise } from '../../src/grading/exercise/load-exercise.js';
import { zip, type ZipEntry } from './zip.js';

let folder: string;
let scratch: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'));
  scratch = path.join(folder, '.scratch');
  fs.mkdirSync(scratch);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}';
const SLUGS = ['01-mean', '02-sum'];

function write(name: string, content: string | Buffer = NOTEBOOK): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

const archive = (name: string, ...entries: (string | ZipEntry)[]) =>
  write(
    name,
    zip(entries.map((entry) => (typeof entry === 'string' ? { name: entry, content: NOTEBOOK } : entry))),
  );

/** Names with the file's base name, its attempt, or the problem. */
const found = async (given: string) =>
  (await findSubmissions([given], SLUGS, scratch)).map(({ name, file, attempt, problem }) => [
    name,
    problem ?? path.basename(file),
    ...(attempt === undefined ? [] : [attempt]),
  ]);

describe('what course systems make', () => {
  it('Canvas: a zip of files that begin with the student, late ones and attempts too', async () => {
    const given = archive(
      'submissions.zip',
      'lovelaceada_1234_98765_01-mean.ipynb',
      'lovelaceada_LATE_1234_98766_01-mean-1.ipynb',
      'wangxiaoming_77_88_02-sum (2).ipynb',
      'wangxiaoming_77_89_notes.txt',
    );
    expect(await found(given)).toEqual([
      ['lovelaceada', 'lovelaceada_1234_98765_01-mean.ipynb', 0],
      ['lovelaceada-2', 'lovelaceada_LATE_1234_98766_01-mean-1.ipynb', 1],
      ['wangxiaoming', 'wangxiaoming_77_88_02-sum (2).ipynb', 2],
    ]);
  });

  it('Moodle: a zip of folders, or of files, named like the student', async () => {
    const given = archive(
      'Exercise 1.zip',
      'Ada Lovelace_1234_assignsubmission_file_/01-mean.ipynb',
      'Zoë O’Neil_1235_assignsubmission_file_/my work.ipynb',
      'Ben_1236_assignsubmission_file_/mail.txt',
      'Ben_1236_assignsubmission_file_/work.zip',
    );
    expect(await found(given)).toEqual([
      ['Ada Lovelace', '01-mean.ipynb'],
      [
        'Ben',
        'The archive work.zip is refused. It cannot be unpacked: End of central directory record signature not found. Either not a zip file, or file is truncated.',
      ],
      ['Zoë O’Neil', 'my work.ipynb'],
    ]);
    const name = 'Ada Lovelace_1234_assignsubmission_file_01-mean';
    expect(submitterReader([name])(name)).toEqual({ student: 'Ada Lovelace', id: '1234', file: '01-mean' });
  });

  it('nobody takes the number of another person by what a file or a person is called', async () => {
    const people = async (...entries: string[]) =>
      (await findSubmissions([archive('class.zip', ...entries)], SLUGS, scratch)).map(
        ({ student, submitter }) => [student, submitter?.id],
      );
    const canvas = ['ben_42_7_01-mean.ipynb', 'eve_5_8_x_42_assignsubmission_file_01-mean.ipynb'];
    expect(await people(...canvas)).toEqual([
      ['ben', '42'],
      ['eve', '5'],
    ]);
    expect(await people(canvas[1]!)).toEqual([['eve', '5']]);
    const moodle = [
      'Ben_42_assignsubmission_file_/01-mean.ipynb',
      'Eve_42_7_x_5_assignsubmission_file_/01-mean.ipynb',
    ];
    expect(await people(...moodle)).toEqual([
      ['Ben', '42'],
      ['Eve_42_7_x', '5'],
    ]);
  });

  it('of several notebooks that are handed in at once, one for each exercise counts: nearest to the top, then by number', async () => {
    const work = (...names: string[]) => zip(names.map((name) => ({ name, content: NOTEBOOK })));
    const given = archive(
      'class.zip',
      { name: 'ada_1_11_work.zip', content: work('a/01-mean.ipynb', 'old/older/01-mean.ipynb') },
      {
        name: 'ada_1_12_work-1.zip',
        content: work('b/c/01-mean.ipynb', 'c/01-mean.ipynb', 'd/01-mean.ipynb'),
      },
      { name: 'ben_2_13_work.zip', content: work('mine.ipynb', 'mine (2).ipynb', 'mine (1).ipynb') },
      { name: 'cleo_3_14_work.zip', content: work('01-mean.ipynb', '02-sum.ipynb') },
    );
    const all = (await findSubmissions([given], SLUGS, scratch)).map((one) => ({
      ...one,
      exercise: { settings: { id: one.file.includes('sum') ? '02-sum' : '01-mean' } } as Exercise,
    }));
    const told: string[] = [];
    const latest = latestAttempts(all, (student, what) => told.push(`${student} ${what}`));
    expect(latest.map(({ name, handIn, file }) => [name, path.relative(handIn!, file)])).toEqual([
      ['ada', 'd/01-mean.ipynb'],
      ['ben', 'mine (2).ipynb'],
      ['cleo', '01-mean.ipynb'],
      ['cleo-2', '02-sum.ipynb'],
    ]);
    expect(told).toEqual([
      'ada handed in 2 times, the latest is graded: 01-mean.ipynb',
      'ben handed in 3 notebooks at once, one is graded: mine (2).ipynb',
    ]);
  });

  it('two people of one name have attempts of their own', async () => {
    const given = archive(
      'submissions.zip',
      'kim_1_11_01-mean.ipynb',
      'kim_1_12_01-mean-1.ipynb',
      'kim_2_13_01-mean-2.ipynb',
    );
    const exercise = { settings: { id: '01-mean' } } as Exercise;
    const all = (await findSubmissions([given], SLUGS, scratch)).map((one) => ({ ...one, exercise }));
    const told: string[] = [];
    const latest = latestAttempts(all, (student, what) => told.push(`${student} ${what}`));
    expect(latest.map(({ name, file }) => [name, path.basename(file)])).toEqual([
      ['kim', 'kim_1_12_01-mean-1.ipynb'],
      ['kim-2', 'kim_2_13_01-mean-2.ipynb'],
    ]);
    expect(told).toEqual(['kim handed in 2 times, the latest is graded: kim_1_12_01-mean-1.ipynb']);
  });

  it('Gradescope: folders by number, names in submission_metadata.yml, several for a group', async () => {
    write('export/submission_11/01-mean.ipynb');
    write('export/submission_12/01-mean.ipynb');
    write('export/submission_13/01-mean.ipynb');
    write(
      'export/submission_metadata.yml',
      "---\nsubmission_11:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '7'\n    :email: ada@school.edu\n  :created_at: 2026-11-30T12:00:00.000Z\n  :score: 0.0\nsubmission_12:\n  :submitters:\n  - :name: Ben\n  - :name: Cleo\n",
    );
    const people = await findSubmissions([path.join(folder, 'export')], ['01-mean'], folder);
    expect(people.map(({ submitter }) => submitter)).toEqual([
      { name: 'Ada Lovelace', id: '7', email: 'ada@school.edu', submittedAt: '2026-11-30T12:00:00.000Z' },
      { name: 'Ben & Cleo' },
      undefined,
    ]);
    expect((await found(path.join(folder, 'export'))).map(([name]) => name)).toEqual([
      'Ada Lovelace',
      'Ben & Cleo',
      'submission_13',
    ]);
    write('export/submission_metadata.yml', ': [ no YAML');
    expect((await found(path.join(folder, 'export'))).map(([name]) => name)).toEqual([
      'submission_11',
      'submission_12',
      'submission_13',
    ]);
  });

  it('GitHub Classroom and nbgrader: a folder per student, the notebook somewhere in it', async () => {
    write('class/mean-ada/notebooks/01-mean.ipynb');
    write('class/mean-ada/.git/config', '');
    write('class/ben/ps1/01-mean.ipynb');
    expect((await found(path.join(folder, 'class'))).map(([name]) => name)).toEqual(['ben', 'mean-ada']);
  });

  it('a student who hands in a zip file', async () => {
    archive('class/ada/work.zip', 'work/01-mean.ipynb', 'work/scratch.ipynb');
    archive('class/ben/empty.zip', 'notes.txt');
    archive('flat/cleo.zip', '01-mean.ipynb');
    expect(await found(path.join(folder, 'class'))).toEqual([
      ['ada', '01-mean.ipynb'],
      ['ben', 'There is no notebook (.ipynb) in the archive empty.zip'],
    ]);
    expect(await found(path.join(folder, 'flat'))).toEqual([['cleo', '01-mean.ipynb']]);
  });

  it.each([
    ['01-mean.ipynb', 0],
    ['01-mean-1.ipynb', 1],
    ['01-mean-12.ipynb', 12],
    ['01-mean (3).ipynb', 3],
    ['01-mean(3).ipynb', 3],
    ['02-sum.ipynb', 0],
    ['work 2.ipynb', 0],
  ])('attempts are numbered: %s is %i', (file, attempt) => expect(attemptOf(file, SLUGS)).toBe(attempt));
});

describe('archives that mean harm', () => {
  const refused = async (...entries: (string | ZipEntry)[]) => {
    archive('class/mallory/work.zip', ...entries);
    write('class/ada/01-mean.ipynb');
    const [ada, mallory] = await found(path.join(folder, 'class'));
    expect(ada).toEqual(['ada', '01-mean.ipynb']);
    return mallory![1];
  };
  const outside = () => fs.readdirSync(folder).sort();

  const ways = [
    '../../../evil.ipynb',
    '/tmp/gradlab-evil.ipynb',
    'a/../../../evil.ipynb',
    '..\\..\\evil.ipynb',
    'C:\\evil.ipynb',
  ];
  it.each(ways)('a path that leads out, %s, is left out', async (name) => {
    const shown = name.replaceAll('\\', '/');
    expect(await refused(name)).toBe(
      `There is no notebook (.ipynb) in the archive work.zip but ${shown} (its path leads out of the archive)`,
    );
    expect(outside()).toEqual(['.scratch', 'class']);
    expect(fs.existsSync('/tmp/gradlab-evil.ipynb')).toBe(false);
  });

  it('an entry that cannot be is left out, with a note for its person; all others are found', async () => {
    const given = archive(
      'class.zip',
      'ada_1_11_01-mean.ipynb',
      'eve_2_12_a\\..\\..\\b.ipynb',
      'eve_2_13_\0.ipynb',
      { name: 'lea_3_14_01-mean.ipynb', content: NOTEBOOK, claimedSize: 10 },
      'zoe_4_15_01-mean.ipynb',
      'zoe_4_15_01-mean.ipynb/02-sum.ipynb',
    );
    const told: string[] = [];
    const all = await findSubmissions([given], SLUGS, scratch, (whose, what) =>
      told.push(`${whose}: ${what}`),
    );
    expect(all.map(({ name, problem }) => [name, problem])).toEqual([
      ['ada', undefined],
      ['zoe', undefined],
    ]);
    expect(told).toEqual([
      'eve_2_12_a: left out of class.zip: eve_2_12_a/../../b.ipynb (its path leads out of the archive)',
      'eve_2_13_\0.ipynb: left out of class.zip: eve_2_13_\0.ipynb (its name is none that a file can have)',
      expect.stringMatching(/^lea_3_14.*\(it cannot be unpacked: too many bytes in the stream/),
      expect.stringMatching(/^zoe_4_15.*\(its name cannot stand beside the others \(E[A-Z]+\)\)$/),
    ]);
  });

  it('an archive in an archive that is too large says so', async () => {
    const given = archive(
      'class.zip',
      { name: 'ada_1_11_work.zip', content: 'PK', claimedSize: 70 << 20 },
      'ben_2_12_01-mean.ipynb',
    );
    const all = await findSubmissions([given], SLUGS, scratch);
    expect(all.map(({ name, problem }) => [name, problem])).toEqual([
      [
        'ada',
        'The archive ada_1_11_work.zip is refused. It is larger than 64 MiB: hand in the notebook alone',
      ],
      ['ben', undefined],
    ]);
  });

  it('a student’s archive is graded for what can be unpacked, the rest is told', async () => {
    archive('class/ada/work.zip', '01-mean.ipynb', ...['a', 'b', 'c', 'd'].map((name) => `../${name}.ipynb`));
    const told: string[] = [];
    const tell = (whose: string, what: string) => told.push(`${whose}: ${what}`);
    const [ada] = await findSubmissions([path.join(folder, 'class')], SLUGS, scratch, tell);
    expect(ada).toMatchObject({ name: 'ada', file: expect.stringMatching(/01-mean\.ipynb$/) });
    const why = '(its path leads out of the archive)';
    expect(told).toEqual([
      `ada: left out of work.zip: ../a.ipynb ${why}, ../b.ipynb ${why}, ../c.ipynb ${why}, and 1 more`,
    ]);
  });

  it('a name that no file system takes: shortened, and graded', async () => {
    archive('class/ada.zip', `${'n'.repeat(300)}.ipynb`);
    archive('class/bob.zip', 'nb.ipynb');
    const [ada, bob] = await found(path.join(folder, 'class'));
    expect(ada).toEqual(['ada', expect.stringMatching(/^n{40}-[0-9a-f]{16}\.ipynb$/)]);
    expect(bob).toEqual(['bob', 'nb.ipynb']);
  });

  it('folders by the ten thousand are not made: notebooks lie at most eight deep, and folders count', async () => {
    archive(
      'class/ada.zip',
      ...Array.from({ length: 30 }, (_, at) => `${at}/${'a/'.repeat(1900)}nb.ipynb`),
      '01-mean.ipynb',
    );
    archive('class/bob.zip', `${'d/'.repeat(8)}nb.ipynb`);
    archive('class/cleo.zip', ...Array.from({ length: 2 }, (_, at) => `${at}/${'a/'.repeat(8)}nb.ipynb`));
    archive('class/dan.zip', ...Array.from({ length: 1200 }, (_, at) => `${'a/'.repeat(8)}${at}.ipynb`));
    expect(await found(path.join(folder, 'class'))).toEqual([
      ['ada', '01-mean.ipynb'],
      ['bob', 'nb.ipynb'],
      [
        'cleo',
        expect.stringMatching(
          /^There is no notebook \(\.ipynb\) in the archive cleo\.zip but 0\/a\/.*\(it lies more than 8 folders deep\), 1\//,
        ),
      ],
      ['dan', 'The archive dan.zip is refused. The paths of its notebooks have more than 10000 parts'],
    ]);
    const left = fs.readdirSync(scratch, { recursive: true });
    expect(left.length).toBeLessThan(20);
  });

  it('a flood of what nobody wants does not count', async () => {
    const unwanted = Array.from({ length: 10_001 }, (_, at) => `node_modules/p/${at}.ipynb`);
    archive('class/ada.zip', ...unwanted, ...unwanted.map((name) => `x${name}.js`), '01-mean.ipynb');
    expect(await found(path.join(folder, 'class'))).toEqual([['ada', '01-mean.ipynb']]);
  });

  it('links are left out', async () => {
    const link = { name: '01-mean.ipynb', content: '/etc/passwd', mode: 0o120777 };
    expect(await refused(link)).toBe('There is no notebook (.ipynb) in the archive work.zip');
  });

  it('a bomb takes no room: its notebook is found, with a size that is refused', async () => {
    const content = Buffer.alloc(65 << 20, ' ');
    archive('class/mallory/work.zip', { name: '01-mean.ipynb', content });
    const [mallory] = await findSubmissions([path.join(folder, 'class')], SLUGS, scratch);
    expect(mallory!.size).toBeGreaterThan(64 << 20);
    expect(fs.statSync(mallory!.file).blocks).toBeLessThan(100);
  });

  it('many notebooks of an ordinary size cannot fill the disk', async () => {
    const content = Buffer.alloc(60 << 20, ' ');
    const bombs = Array.from({ length: 5 }, (_, at) => ({ name: `${at}.ipynb`, content }));
    expect(await refused(...bombs)).toBe(
      'The archive work.zip is refused. It holds more than 256 MiB of notebooks',
    );
  });

  it('a disk that is full is nobody’s fault: no mark comes of it, and the others are graded', async () => {
    archive('class/ada/work.zip', 'nb.ipynb');
    write('class/ben/01-mean.ipynb');
    vi.spyOn(fs, 'createWriteStream').mockImplementation(() => {
      const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        syscall: 'write',
      });
      return new Writable({ write: (_chunk, _encoding, done) => done(full) }) as fs.WriteStream;
    });
    const all = findSubmissions([path.join(folder, 'class')], SLUGS, scratch);
    const [ada, ben] = await all.finally(() => vi.restoreAllMocks());
    expect(ada!.fault).toMatchObject({
      message: expect.stringMatching(/^work\.zip cannot be unpacked to .*: ENOSPC/),
    });
    expect(ben).toMatchObject({ name: 'ben', file: path.join(folder, 'class/ben/01-mean.ipynb') });
    expect(fs.readdirSync(scratch)).toEqual([]);
  });

  it('a bomb that lies about its size is refused', async () => {
    const content = Buffer.alloc(65 << 20, ' ');
    expect(await refused({ name: '01-mean.ipynb', content, claimedSize: 100 })).toMatch(
      /work\.zip but 01-mean\.ipynb \(it cannot be unpacked: too many bytes/,
    );
  });

  it('one whose directory lies where no file can be is refused, and leaves no file open', async () => {
    const locator = [Buffer.from('PK\u0006\u0007'), Buffer.alloc(4), Buffer.alloc(8, 255), Buffer.alloc(4)];
    const eve = Buffer.concat([...locator, Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
    write('class/ada/01-mean.ipynb');
    for (let at = 0; at < 9; at++) write(`class/eve${at}/work.zip`, eve);
    const opened = () => (process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0);
    const before = opened();
    const [ada, ...others] = await found(path.join(folder, 'class'));
    expect(ada).toEqual(['ada', '01-mean.ipynb']);
    const why = 'The archive work.zip is refused. It cannot be unpacked: unexpected EOF';
    expect(others).toEqual(others.map((_, at) => [`eve${at}`, why]));
    await vi.waitFor(() => expect(opened()).toBeLessThan(before + 9));
  });

  it('one that is locked is refused, with what to do', async () => {
    expect(await refused({ name: '01-mean.ipynb', content: '{}', isLocked: true })).toMatch(
      /work\.zip but 01-mean\.ipynb \(it is locked with a password: hand in one without\)$/,
    );
  });

  it('an archive that cannot be read, given itself, is an error that names it', async () => {
    await expect(found(write('broken.zip', 'PK no'))).rejects.toThrow(/broken\.zip: It cannot be unpacked/);
  });
});
