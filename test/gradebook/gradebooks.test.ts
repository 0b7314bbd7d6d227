import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import {
  applyLatePolicy,
  fillCanvas,
  fillMoodle,
  identified,
  isOf,
  nbgraderExport,
  perPerson,
  readClassSettings,
  readRoster,
  readSubmissionTimes,
  rosterRemarks,
  type Person,
} from '../../src/gradebook/index.js';
import { checked, graded, unreadable } from '../report/results.js';

/** As instructure/canvas-lms, lib/gradebook_exporter.rb writes it. */
const CANVAS = [
  'Student,ID,SIS User ID,SIS Login ID,Section,Quiz (7),Exercise 1: Mean (1234),Current Score',
  ',,,,,,Manual Posting,',
  '    Points Possible,,,,,10.00,2.00,(read only)',
  '"Lovelace, Ada",11,S-11,ada@school.edu,A,3.00,,88.1',
  '"O\'Hara, ""Bo"" =1+1",12,S-12,bo@school.edu,A,,1.00,',
  '"مريم, נעה",13,S-13,noa@school.edu,A,,EX,',
  '"Grön, Gro",14,S-14,gro@school.edu,B,,,',
  '"Student, Test",99,,f00d,A,,,',
  '',
].join('\r\n');

const ROSTER = readRoster(
  'ID,Name,Email,submission\n11,Ada Lovelace,ada@school.edu,group-a\n12,Bo,bo@school.edu,\n14,Gro Grön,gro@school.edu,gro\n',
  'roster.csv',
);
const MARKED = [
  graded('group-a'),
  graded('whatever', undefined, { submitter: { name: 'oharabo', id: '12' } }),
  graded('נעה مريم'),
  unreadable('gro'),
];
const cells = (text: string) => Papa.parse<string[]>(text, { skipEmptyLines: true }).data;

describe('fillCanvas()', () => {
  const { text, remarks } = fillCanvas(CANVAS, 'canvas.csv', MARKED, ROSTER, {});

  it('fills one column by number, login, roster or name, and changes nothing else', () => {
    const [before, after] = [cells(CANVAS), cells(text)];
    expect(after.map((row) => row[6])).toEqual([
      'Exercise 1: Mean (1234)',
      'Manual Posting',
      '2.00',
      '1',
      '1',
      'EX',
      '',
      '',
    ]);
    const others = (rows: string[][]) => rows.map((row) => row.filter((_, column) => column !== 6));
    expect(others(after)).toEqual(others(before));
    expect(text).toContain('\r\n');
  });

  it('tells what it has left alone', () => {
    expect(remarks).toEqual([
      'Could not be read, and their cells are left as they were: gro',
      '"مريم, נעה" is excused (EX): left so',
    ]);
  });

  it('reads the semicolons of another locale, and split names', () => {
    const split = CANVAS.replaceAll(',', ';')
      .replace('Student;', 'LastName;FirstName;')
      .replace('\r\n;;', '\r\n;;;');
    const rows = split.replace('"Lovelace; Ada"', 'Lovelace;Ada').split('\r\n').slice(0, 4);
    rows[2] = rows[2]!.replace('    Points Possible;', '    Points Possible;;');
    const filled = fillCanvas(`\ufeff${rows.join('\r\n')}`, 'c.csv', [graded('Ada Lovelace')], [], {});
    expect(filled.text.split('\r\n')[3]).toBe('Lovelace;Ada;11;S-11;ada@school.edu;A;3.00;1;88.1');
    expect(filled.text.startsWith('\ufeff')).toBe(true);
  });

  it.each([
    [
      'name,points\nada,1',
      MARKED,
      {},
      'canvas.csv is no gradebook export of Canvas (its header begins with "name, points")',
    ],
    ['Student', MARKED, {}, 'canvas.csv has no rows below its header'],
    [
      CANVAS.split('\r\n').slice(0, 3).join('\r\n'),
      MARKED,
      {},
      'canvas.csv has no students below its header: export it again',
    ],
    [
      CANVAS.replace('Mean (1234)', 'Median (1234)'),
      MARKED,
      {},
      'has no column "Exercise 1: Mean" or "01-mean": choose one with --column. It has "Quiz (7)", "Exercise 1: Median (1234)"',
    ],
    [CANVAS.replace('Quiz (7)', 'Exercise 1 Mean (7)'), MARKED, {}, 'has 2 columns'],
    [CANVAS, MARKED, { column: 'Exam' }, 'has no column "Exam"'],
    [
      CANVAS,
      [graded('zoe'), graded('yan')],
      {},
      'canvas.csv has none of these 2 submissions (its first person is "Lovelace, Ada"): is it another course\'s?',
    ],
    [
      CANVAS.replace('2.00', '100'),
      MARKED,
      {},
      'Points Possible of "Exercise 1: Mean (1234)" is 100, the exercise has 2 points: put that right there, or convert them with --scale',
    ],
    [CANVAS, [graded('11'), graded('S-11')], {}, '"11" and "S-11" are both "Lovelace, Ada" of canvas.csv'],
    [
      CANVAS.replace('"Grön, Gro"', '"Lovelace, Ada"'),
      [graded('Ada Lovelace')],
      {},
      'could be "Lovelace, Ada" in row 4 or "Lovelace, Ada" in row 7 of canvas.csv: tell them apart in a roster',
    ],
    [`${CANVAS}"Cut, Off`, MARKED, {}, 'canvas.csv is cut or damaged near row'],
  ] as const)('refuses %#', (export_, results, options, said) => {
    expect(() => fillCanvas(export_, 'canvas.csv', results, ROSTER.slice(0, 0), options)).toThrow(said);
  });

  it('converts points where it is asked to', () => {
    const filled = fillCanvas(CANVAS.replace('2.00', '100'), 'c.csv', [graded('11')], [], { scale: true });
    expect(cells(filled.text)[3]![6]).toBe('50');
  });

  it('takes what handing in late costs off, and says who waits for hand marks and who is nobody there', () => {
    const late = { due: '2026-11-30T23:59+01:00', penalty: 0.5, message: 'late' };
    const waiting = [checked('mean/three', 'pass'), checked('why/reason', 'pendingManual')];
    const filled = fillCanvas(CANVAS, 'c.csv', [graded('11', waiting, { late }), graded('zoe')], [], {});
    expect(cells(filled.text)[3]![6]).toBe('0.5');
    expect(filled.remarks).toEqual(
      expect.arrayContaining([
        'Not in c.csv, and not filled in: zoe',
        '1 of 1 wait for hand marks (gradlab mark): their points are without those',
        'Without a submission, and left as they were: "O\'Hara, "Bo" =1+1", "مريم, נעה" and "Grön, Gro"',
      ]),
    );
    expect(filled.remarks.join()).not.toContain('Student, Test');
  });
});

/** As moodle/moodle, mod/assign/feedback/offline writes it. */
const MOODLE = [
  'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"',
  '"Participant 501","Ada Lovelace",ada@school.edu,"Submitted for grading",,2.00,Yes,"Monday, 30 November 2026, 3:05 PM",-,',
  '"Participant 502","Bo, the ""second""",bo@school.edu,"No submission",,2.00,Yes,-,-,old',
  '',
].join('\n');

describe('fillMoodle()', () => {
  const nasty = '<script>alert(1)</script>=HYPERLINK("x"), "quoted"\n;';
  const ada = graded(
    'Ada Lovelace',
    [checked('mean/three', 'pass'), checked('mean/single', 'fail', { message: nasty })],
    {
      submitter: { name: 'Ada Lovelace', id: '501' },
    },
  );

  it('fills grade and feedback, escaped, and leaves other rows', () => {
    const { text, remarks } = fillMoodle(MOODLE, 'm.csv', [ada], [], {});
    const [, first, second] = cells(text);
    expect(first!.slice(0, 9)).toEqual([
      ...cells(MOODLE)[1]!.slice(0, 4),
      '1.00',
      ...cells(MOODLE)[1]!.slice(5, 9),
    ]);
    expect(first![9]).toMatch(
      /^<strong>1 \/ 2<\/strong><br>the statement of mean\/single \(0 \/ 1\): &#60;script/,
    );
    expect(first![9]).toMatch(/\. Hint: What helps with mean\/single$/);
    expect(first![9]).not.toMatch(/<script|[\r\n]/);
    expect(second).toEqual(cells(MOODLE)[2]);
    expect(remarks).toEqual(['Without a submission, and left as they were: "Bo, the "second""']);
  });

  it('writes no backslash, with which Moodle would take the end of a cell for a quote in it', () => {
    const one = graded('501', [
      checked('mean/three', 'marked', { maxScore: 2, message: '"n" \\', hint: '' }),
    ]);
    expect(cells(fillMoodle(MOODLE, 'm.csv', [one], [], {}).text)[1]![9]).toMatch(/: &#34;n&#34; &#92;$/);
  });

  it('fits long feedback into a cell', () => {
    const checks = Array.from({ length: 200 }, (_, at) =>
      checked(`mean/c${at}`, 'fail', { message: 'm'.repeat(1500), maxScore: 0.01 }),
    );
    const { text, remarks } = fillMoodle(MOODLE, 'm.csv', [graded('ada@school.edu', checks)], [], {});
    expect(remarks).toContain(
      'The comments for "Ada Lovelace" do not fit into a cell: the last are left out',
    );
    const [, [, , , , , , , , , feedback]] = cells(text) as [string[], string[]];
    expect(feedback!.length).toBeLessThan(32_767);
    expect(feedback).toMatch(/<br>…$/);
  });

  const GERMAN = MOODLE.replace(
    /^.*\n/,
    'ID,"Vollständiger Name","E-Mail-Adresse",Status,Bewertung,Bestwertung,"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n',
  ).replaceAll('Participant ', 'Teilnehmer/in');

  it('takes a worksheet in German when its columns are named, and else says how', () => {
    expect(() => fillMoodle(GERMAN, 'm.csv', [ada], [], {})).toThrow(
      /has no column "Grade".* --column .* --feedback-column.*"Bewertung"/s,
    );
    expect(() => fillMoodle(GERMAN, 'm.csv', [ada], [], { column: 'Note' })).toThrow(
      'm.csv has no column "Note". It has "ID"',
    );
    const { text, remarks } = fillMoodle(GERMAN, 'm.csv', [ada], [], {
      column: 'Bewertung',
      feedbackColumn: 'Feedback als Kommentar',
    });
    expect(cells(text)[1]![4]).toBe('1.00');
    expect(remarks).toHaveLength(1);
    // The maximum is known by its place: no 2 of 100.
    const named = { column: 'Bewertung', feedbackColumn: 'Feedback als Kommentar' };
    const hundred = GERMAN.replaceAll('2.00', '"100,00"');
    expect(() => fillMoodle(hundred, 'm.csv', [ada], [], named)).toThrow(
      'The maximum grade of "Ada Lovelace" is 100, the exercise has 2 points',
    );
    expect(cells(fillMoodle(hundred, 'm.csv', [ada], [], { ...named, scale: true }).text)[1]![4]).toBe(
      '50.00',
    );
  });

  it('says where a grade is locked, and where the maximum is not told', () => {
    expect(fillMoodle(MOODLE.replaceAll(',Yes,', ',No,'), 'm.csv', [ada], [], {}).remarks).toContain(
      'The grade of "Ada Lovelace" cannot be changed: Moodle leaves it as it is until it is unlocked there',
    );
    const scale = MOODLE.replace('"Maximum grade"', 'Scale').replaceAll('2.00', 'good');
    expect(fillMoodle(scale, 'm.csv', [ada], [], {}).remarks).toContain(
      'm.csv has no column "Maximum grade": see that it is 2 points',
    );
  });

  it('refuses another maximum and another course', () => {
    const of =
      (text: string, results = [ada]) =>
      () =>
        fillMoodle(text, 'm.csv', results, [], {});
    expect(of(MOODLE.replaceAll('2.00', '100,00').replaceAll('100,00', '"100,00"'))).toThrow(
      'The maximum grade of "Ada Lovelace" is 100, the exercise has 2 points',
    );
    expect(of(MOODLE, [graded('zoe')])).toThrow('m.csv has none of these 1 submissions');
  });
});

describe('nbgraderExport()', () => {
  it('has the columns of nbgrader export', () => {
    const late = {
      due: '2026-11-30T23:59+01:00',
      submittedAt: '2026-12-01T10:00+01:00',
      penalty: 0.2,
      message: '',
    };
    const bo = graded('12', [checked('mean/three', 'pass', { maxScore: 1.25 })]);
    expect(
      nbgraderExport([bo, graded('group-a', undefined, { late }), graded('=x, y')], ROSTER).split('\n'),
    ).toEqual([
      'assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score',
      `01-mean,,,"'=x, y",,,,1.0,0.0,1.0,2.0`,
      '01-mean,,,12,,Bo,bo@school.edu,1.25,0.0,1.25,1.25',
      '01-mean,,,14,Grön,Gro,gro@school.edu,0.0,0.0,0.0,1.25',
      '01-mean,2026-11-30 22:59:00,2026-12-01 09:00:00,11,Lovelace,Ada,ada@school.edu,1.0,0.2,0.8,2.0',
      '',
    ]);
  });

  it('has no formula, of one line or of several', () => {
    const [, row] = cells(nbgraderExport([graded('=1\n2')], []));
    expect(row![3]).toBe("'=1\n2");
  });

  it('names nobody else where it is about one student', () => {
    expect(nbgraderExport([graded('group-a')], ROSTER, { isWhole: false }).split('\n')).toHaveLength(3);
  });
});

describe('a group', () => {
  const roster = readRoster(
    'id,name,email,group,submission\n11,Ada Lovelace,ada@school.edu,Team 1,team-one\n12,"Bo ""the""",bo@school.edu,team 1,team-one\n14,Gro Grön,gro@school.edu,,gro\n',
    'roster.csv',
  );

  it.each([
    ['by the folder of both', graded('team-one')],
    ['by the group', graded('Team 1')],
    [
      'by the one who has handed in',
      graded('x', undefined, { submitter: { name: 'lovelaceada', id: '11' } }),
    ],
    [
      'by the names of both',
      graded('Ada Lovelace & Bo "the"', undefined, { submitter: { name: 'Ada Lovelace & Bo "the"' } }),
    ],
  ])('has its points in the row of each of its people: %s', (_, result) => {
    const each = perPerson([result, graded('gro', [checked('mean/three', 'fail')])], roster);
    expect(each.map(({ person }) => person!.id)).toEqual(['11', '12', '14']);
    const canvas = fillCanvas(CANVAS, 'c.csv', each, roster, { scale: true });
    expect(
      cells(canvas.text)
        .map((row) => row[6])
        .slice(3),
    ).toEqual(['1', '1', 'EX', '0', '']);
    // A worksheet has a column for the group, in which both have the same.
    const sheet = MOODLE.replace('Status,', 'Status,Group,')
      .replaceAll(/"(Submitted for grading|No submission)",/g, '"$1","Team 1",')
      .replace('Bo, the ""second""', 'Bo ""the""');
    const moodle = fillMoodle(sheet, 'm.csv', each, roster, { scale: true });
    expect(cells(moodle.text).map((row) => row[5])).toEqual(['Grade', '1.00', '1.00']);
    expect(rosterRemarks(each, roster)).toEqual([]);
    expect(nbgraderExport(each, roster).match(/^01-mean,/gm)).toHaveLength(3);
    expect(identified([result], roster)[0]!.person).toMatchObject({
      id: '11 & 12',
      name: 'Ada Lovelace & Bo "the"',
    });
    expect(isOf('bo@school.edu', result, roster)).toBe(true);
  });

  it('with an extension for one of its people is late for the other', () => {
    const settings = readClassSettings(
      'late: { policy: per-day, percentPerDay: 50 }\nexercises: { 01-mean: { due: 2026-11-30T23:59Z, extensions: { "12": 2026-12-03T23:59Z } } }',
      'c.yaml',
    );
    const times = readSubmissionTimes('submission,submitted\nteam-one,2026-12-01T10:00Z\n', 't.csv');
    const each = perPerson([graded('Team 1')], roster);
    const { results, remarks } = applyLatePolicy(each, settings, roster, times);
    expect(results.map(({ late }) => late!.penalty)).toEqual([1, 0]);
    expect(remarks).toEqual([]);
    expect(applyLatePolicy(each, settings, roster, () => undefined).remarks).toEqual([
      expect.stringContaining('when Team 1 handed in'),
    ]);
  });

  it('and one of its people alone: that is told', () => {
    const each = perPerson([graded('team-one'), graded('ada@school.edu')], roster);
    expect(rosterRemarks(each, roster)[0]).toMatch(
      /team-one and ada@school\.edu are all of Ada Lovelace \(11\): keep one$/,
    );
  });

  it('is one only where a name is of all its people', () => {
    expect(() => readRoster('id,group,submission\n1,a,x\n2,b,x\n', 'r.csv')).toThrow('stands in row 2, too');
    const half = graded('h', undefined, { submitter: { name: 'Zoe & Ada Lovelace' } });
    expect(perPerson([half], roster)).toEqual([half]);
  });
});

describe('rosterRemarks()', () => {
  it('names who has handed in nothing or twice, and what is nobody’s, for each exercise', () => {
    const other = { exercise: '02-median' };
    const results = [
      graded('group-a'),
      graded('11'),
      graded('Gro Groen'),
      graded('zoe'),
      graded('12', undefined, other),
    ];
    expect(rosterRemarks(results, ROSTER)).toEqual([
      '01-mean: nobody in the roster has the name Gro Groen (is it "Gro Grön"?) and zoe: write it into a column "submission" there',
      '01-mean: group-a and 11 are all of Ada Lovelace (11): keep one',
      '01-mean: no submission of Bo (12) and Gro Grön (14)',
      '02-median: no submission of Ada Lovelace (11) and Gro Grön (14)',
    ]);
    expect(rosterRemarks([graded('zoe')], [])).toEqual([]);
  });
});

describe('readRoster()', () => {
  it.each([
    [
      'name,email\nAda,a@b.c\n',
      'roster.csv has no column "id": begin the roster with a line such as id,name,email,submission',
    ],
    ['id,name\n1,Ada\n,Bo\n', 'roster.csv, row 3 (Bo) has no id'],
    ['id,name\n\n1,Ada\n 1 ,Bo\n', 'roster.csv, row 4: the id "1" stands in row 3, too: keep one'],
    [
      'id,submission\n1,ada\n2,Ada\n',
      'row 3: the submission "Ada" stands in row 2, too: each is one person’s. Where they hand in together, give them the same "group"',
    ],
    [
      'id,name,submission\n1,Lovelace, Ada,ada\n',
      'roster.csv, row 2 has more cells than the header (the first too many: "ada"): put quotes around what holds a comma, such as "Lovelace, Ada"',
    ],
    ['id,Name,name\n1,Ada,Bo\n', 'roster.csv has two columns "name": take one out'],
    [
      'id,name\n1,"Ada\n2,Bo\n',
      'roster.csv is cut or damaged near row 2 (Quoted field unterminated): save or export it again',
    ],
    ['id,name\n', 'roster.csv has no people below its header'],
    ['', 'roster.csv has no column "id"'],
  ])('refuses %j', (text, said) => expect(() => readRoster(text, 'roster.csv')).toThrow(said));

  it('takes semicolons, a byte-order mark, blank lines and Windows line ends', () => {
    const [ada] = readRoster('\ufeffID;Name\r\n7;"Lovelace; Ada"\r\n\r\n', 'r.csv') as [Person];
    expect(ada).toEqual({
      id: '7',
      name: 'Lovelace; Ada',
      email: '',
      names: ['7', 'Lovelace; Ada'],
      shared: [],
    });
    expect(readRoster('id\n"Lovelace; Ada"\n', 'r.csv')[0]!.id).toBe('Lovelace; Ada');
    // Empty cells at the end of a row, as spreadsheets leave them.
    expect(readRoster('id\tname\n7\tAda\t\t\n', 'r.csv')[0]!.name).toBe('Ada');
  });
});
