import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import {
  applyHandMarks,
  GradebookError,
  markingPage,
  markingSheet,
  readHandMarks,
  readMarkingPage,
  readMarkingSheet,
  rowsToMark,
  takeMarks,
  writeHandMarks,
  type HandMark,
} from '../../src/gradebook/index.js';
import { temporaryFolder } from '../cli/gradlab.js';
import { checked, graded, unreadable } from '../report/results.js';

const answers = (text: string) => ({ why: { sha256: `hash of ${text}`, text } });
const ada = graded(
  'ada',
  [checked('mean/three', 'fail'), checked('why/reason', 'pendingManual', { maxScore: 0.5 })],
  { answers: answers('Because') },
);
const mark: HandMark = {
  exercise: '01-mean',
  submission: 'ada',
  check: 'why/reason',
  points: 0.25,
  comment: 'Why?',
  answer: 'hash of Because',
  automatic: { status: 'pendingManual', score: 0 },
};
const sheet = (rows: string) =>
  readMarkingSheet(`exercise,submission,check,points,comment\n${rows}`, 'sheet.csv');
const good = '01-mean,ada,why/reason,0.5,fine\n';

describe('takeMarks()', () => {
  it.each([
    [
      '01-mean,ada,why/reason,2,\n',
      'row 2: points must be a number from 0 to 0.5, in hundredths at most: got "2"',
    ],
    ['01-mean,ada,why/reason,-1,\n', 'got "-1"'],
    ['01-mean,ada,why/reason,half,\n', 'got "half"'],
    ['01-mean,ada,why/reason,0.123,\n', 'got "0.123"'],
    ['01-mean,ada,why/reason,NaN,\n', 'got "NaN"'],
    [
      `${good}01-mean,adda,why/reason,0.5,\n`,
      'row 3: the results hold no submission "adda": did you mean "ada"?',
    ],
    [
      `${good}01-mean,ada,why/reasons,0.5,\n`,
      'row 3: the exercise has no check "why/reasons": did you mean "why/reason"?',
    ],
    [
      `${good}01-men,ada,why/reason,0.5,\n`,
      'row 3: the results hold no exercise "01-men": did you mean "01-mean"?',
    ],
    [
      '01-mean,gro,why/reason,0.5,\n',
      'row 2: "gro" could not be read, so there is nothing to mark: ask for a notebook that opens, and grade again',
    ],
    [`${good}${good}`, 'row 3: ada, why/reason stands in sheet.csv, row 2, too: keep one'],
    [
      '01-mean,ada,mean/three,1,\n',
      'replacing what the grader found (fail, 0 of 1) takes a comment with the reason',
    ],
  ])('refuses %j', (rows, said) => {
    expect(() => takeMarks(sheet(rows), [ada, unreadable('gro')], [])).toThrow(said);
    expect(() => takeMarks(sheet(rows), [ada, unreadable('gro')], [])).toThrow(GradebookError);
  });

  it('keeps earlier marks where a row has no points, and takes decimal commas', () => {
    const rows = sheet('01-mean,ada,why/reason,,\n01-mean,ada,mean/three,"0,5",half\n');
    const { marks, taken, open } = takeMarks(rows, [ada], [mark]);
    expect({ taken, open }).toEqual({ taken: 1, open: 1 });
    expect(marks).toEqual([
      mark,
      {
        exercise: '01-mean',
        submission: 'ada',
        check: 'mean/three',
        points: 0.5,
        comment: 'half',
        maxScore: 1,
        automatic: { status: 'fail', score: 0 },
      },
    ]);
  });
});

describe('applyHandMarks()', () => {
  it('puts points in, and taking the marks away leaves what the grader said', () => {
    const { results, unused } = applyHandMarks([ada], [mark, { ...mark, submission: 'bo' }]);
    expect(unused).toEqual([{ ...mark, submission: 'bo' }]);
    expect(results[0]).toMatchObject({ score: 0.25, pendingScore: 0 });
    expect(applyHandMarks(results, [mark]).results).toEqual(results);
    expect(applyHandMarks(results, []).results).toEqual([ada]);
  });

  it.each([
    [{ ...mark, answer: 'hash of So' }, 'marked before the answer changed'],
    [{ ...mark, points: 0.25, maxScore: 0.25 }, 'marked with 0.25 of 0.25 points: the check has 0.5 now'],
    [{ ...mark, points: 3 }, 'marked with 3 points when the check had more: it has 0.5 now'],
    [
      { ...mark, check: 'mean/three', automatic: { status: 'pass' as const, score: 1 } },
      'marked when the grader said pass: it says fail now',
    ],
  ])('tells what has changed since: %#', (one, changed) => {
    const [result] = applyHandMarks([ada], [one]).results;
    expect(result!.checks.find(({ id }) => id === one.check)).toMatchObject({
      status: 'marked',
      marked: { changed },
    });
    expect(result!.score).toBeLessThanOrEqual(result!.maxScore);
  });
});

describe('sheets and pages', () => {
  const guide = () => 'Any sound reason.';

  it('come back as they went out, whatever students and instructors write (fast-check)', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => value.replace(/\r/g, ''));
    const name = fc.oneof(
      text.map((value) => value.trim()).filter((value) => value !== '' && !value.startsWith("'")),
      fc.constantFrom('=1+1', '@x', '-2', 'a;b', 'a,"b"', 'ünï', 'מרים', 'yes', 'null', '1e3', '~'),
    );
    fc.assert(
      fc.property(name, text, text, (submission, answer, comment) => {
        const result = { ...ada, submission, answers: answers(answer) };
        const rows = rowsToMark([result], guide).map((row) => ({ ...row, points: 0.5, comment }));
        // An apostrophe before what would be a formula is the sheet's own.
        const inSheet = comment.trim().replace(/^'(?=\s*[=+\-@\t])/, '');
        for (const [written, came] of [
          [readMarkingSheet(markingSheet(rows), 'a.csv'), inSheet],
          [readMarkingPage(markingPage(rows), 'a.yaml'), comment.trim()],
        ] as const) {
          const [taken] = takeMarks(written, [result], []).marks;
          expect(taken).toMatchObject({
            submission,
            points: 0.5,
            comment: came,
          });
        }
      }),
    );
  });

  it.each(['=HYPERLINK("http://evil")\nsecond line', '@x\n', '\n\n=1', '＝1\n2'])(
    'the answer %j is no formula in a sheet',
    (answer) => {
      const written = markingSheet(rowsToMark([{ ...ada, answers: answers(answer) }], guide));
      const [, row] = Papa.parse<string[]>(written).data;
      expect(row![8]).toBe(`'${answer}`);
    },
  );

  it('an answer that no cell holds is cut in a sheet, and whole on a page', () => {
    const rows = rowsToMark([{ ...ada, answers: answers('x'.repeat(40_000)) }], guide);
    const [, row] = Papa.parse<string[]>(markingSheet(rows)).data;
    expect(row![8]!.length).toBeLessThan(32_767);
    expect(row![8]).toMatch(/x\n… \(cut: the page of --format yaml has more\)$/);
    expect(row![10]).toBe(rows[0]!.key);
    expect(markingPage(rows)).toContain('x'.repeat(40_000));
  });

  it('a comment that course systems would cut is refused', () => {
    const written = (comment: string) =>
      readMarkingSheet(
        markingSheet([{ ...rowsToMark([ada], guide)[0]!, points: 0.5, comment }]),
        'sheet.csv',
      );
    expect(takeMarks(written('x'.repeat(10_000)), [ada], []).taken).toBe(1);
    expect(() => takeMarks(written('x'.repeat(10_001)), [ada], [])).toThrow(
      'sheet.csv, row 2: the comment has 10001 characters. Course systems take 10000 at most: shorten it',
    );
  });

  it.each([
    // Comments in a column of another name would be lost in silence.
    [
      'exercise,submission,check,points,coment\n01-mean,ada,why/reason,1,x\n',
      'sheet.csv has no column "comment"',
    ],
    ['name,points\nada,1\n', 'sheet.csv has no column "exercise", "submission", "check"'],
    [
      'exercise,submission,check,points\n01-mean,ada,why/reason,"0.5',
      'sheet.csv is cut or damaged near row 2',
    ],
    [
      'exercise,submission,check,points,comment\n01-mean,ada,why/reason,0.5,good, but why?\n',
      'sheet.csv, row 2 has more cells than the header (the first too many: "but why?"): put quotes around',
    ],
  ])('refuses the sheet %j', (text, said) => {
    expect(() => readMarkingSheet(text, 'sheet.csv')).toThrow(said);
  });

  it.each([
    ['submission: [', 'page.yaml, line 1: a bracket above is not closed'],
    ['submission: ada\n', 'page.yaml, line 1: exercise: is missing. A page is as gradlab mark wrote it'],
    ['submission: ada\nexercise: x\nanswers:\n', 'page.yaml, line 3: answers: write a list below it'],
    ['submission: &a ada\nexercise: *a\nanswers: []\n', 'page.yaml, line 2: *a refers to another place'],
    ['submission: ada\nsubmission: bo\n', 'page.yaml, line 2: the same name stands above already, keep one'],
  ])('refuses the page %j', (text, said) => {
    expect(() => readMarkingPage(text, 'page.yaml')).toThrow(said);
  });

  const page = markingPage(rowsToMark([ada], guide));
  const written = (points: string, comment: string) =>
    page.replace(/^( *)points:$/m, `$1${points}`).replace(/^( *)comment:$/m, `$1${comment}`);

  it.each([
    [
      'points: 0.5',
      'comment: Good: but why?',
      '"comment: Good: but why?" cannot be read. Behind a name come',
    ],
    ['points: 0.5', 'comment: @ada, well', '"comment: @ada, well" cannot be read'],
    ['points: 0.5', 'comment: *well* done', '"comment: *well* done" cannot be read'],
    ['points: 0.5', 'comment: "never closed', 'a quotation mark above has no second one'],
    ['points: 0.5', '\tcomment: x', 'indent with blanks, not with a tab'],
    // Whatever would be lost in silence is refused: the student reads the comment.
    ['points: 0.5', 'comment: see#3', undefined],
    [
      'points: 0.5',
      'comment: see # 3',
      'what stands behind the # would be left out of the comment ("3"): put quotes around',
    ],
    ['points: 0.5', 'comment: # 3', 'would be left out of the comment ("3")'],
    ['points: 0.5', 'coment: well', 'there is no "coment" here: did you mean "comment"?'],
    ['point: 0.5', 'comment: well', 'there is no "point" here: did you mean "points"?'],
    ['points: [1]', 'comment: well', 'points: write a number'],
    ['points: 0.5', 'comment: true', 'comment: write a text, in quotes'],
  ])('a page with %j and %j says in which line, and what to do', (points, comment, said) => {
    const text = written(points, comment);
    const read = () => readMarkingPage(text, 'page.yaml');
    if (said === undefined) {
      expect(read()).toMatchObject([{ comment: 'see#3' }]);
      return;
    }
    expect(read).toThrow(said);
    const lines = text.split('\n');
    const line = 1 + lines.findIndex((one) => one.endsWith(said.includes('points') ? points : comment));
    if (!said.startsWith('a quotation')) expect(read).toThrow(`page.yaml, line ${line}: `);
  });

  it('a page says at its head what a comment takes', () => {
    expect(page).toContain('# A comment with a colon or # in it takes quotes: comment: "Good: but why?"');
    const text = written('points: 0.5', 'comment: "Good: but why? #1"');
    expect(readMarkingPage(text, 'page.yaml')).toMatchObject([
      { points: '0.5', comment: 'Good: but why? #1' },
    ]);
  });
});

describe('the file of hand marks', () => {
  const folder = temporaryFolder();

  it('is read as it was written; none is no mark', () => {
    expect(readHandMarks(folder)).toEqual([]);
    writeHandMarks(folder, [mark]);
    expect(readHandMarks(folder)).toEqual([mark]);
    expect(fs.readdirSync(folder)).toEqual(['hand-marks.json']);
  });

  it.each([
    ['{', 'is not JSON: put back the file that gradlab mark wrote'],
    ['{"schemaVersion":2,"marks":[]}', 'is not as gradlab mark wrote it: schemaVersion'],
    ['{"schemaVersion":1,"marks":[{"points":1}]}', 'is not as gradlab mark wrote it: marks[0].exercise'],
  ])('refuses %j', (text, said) => {
    fs.writeFileSync(path.join(folder, 'hand-marks.json'), text);
    expect(() => readHandMarks(folder)).toThrow(said);
  });
});
