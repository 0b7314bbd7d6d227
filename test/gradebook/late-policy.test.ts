import { describe, expect, it } from 'vitest';
import {
  applyLatePolicy,
  readClassSettings,
  readRoster,
  readSubmissionTimes,
  settingsRemarks,
} from '../../src/gradebook/index.js';
import { parseMoment } from '../../src/gradebook/moment.js';
import { finalScore } from '../../src/grading/result.js';
import { checked, graded } from '../report/results.js';

const ten = (submission: string, score = 8, more = {}) =>
  graded(
    submission,
    [
      checked('mean/three', 'pass', { maxScore: score }),
      checked('mean/single', 'fail', { maxScore: 10 - score }),
    ],
    more,
  );

const settings = (late: string, more = '') =>
  readClassSettings(
    `late: ${late}\nexercises:\n  01-mean:\n    due: 2026-11-30T23:59+01:00\n${more}`,
    'class.yaml',
  );

const judge = (late: string, submitted: string, score = 8) => {
  const times = readSubmissionTimes(`submission,submitted\nada,"${submitted}"\n`, 'times.csv');
  const { results, remarks } = applyLatePolicy([ten('ada', score)], settings(late), [], times);
  return { score: finalScore(results[0]!), message: results[0]!.late!.message, remarks };
};

describe('what handing in late costs', () => {
  const perDay = '{ policy: per-day, percentPerDay: 10, graceMinutes: 15, lowestPercent: 30 }';
  const steps =
    '{ policy: steps, steps: [{ afterHours: 0, keepPercent: 90 }, { afterHours: 48, keepPercent: 0 }] }';

  it.each([
    [perDay, '2026-11-30T23:59+01:00', 8, ''],
    [perDay, '2026-12-01T00:14+01:00', 8, 'Handed in 15 min late: no points are taken off'],
    [perDay, '2026-12-01T00:15+01:00', 7, 'Handed in 16 min late: 1 point is taken off'],
    [perDay, '2026-11-30T22:58:59Z', 8, ''],
    [perDay, '2026-12-02T23:59+01:00', 6, 'Handed in 2 days late: 2 points are taken off'],
    [perDay, '2026-12-03T00:59+01:00', 5, 'Handed in 2 days 1 h late: 3 points are taken off'],
    [perDay, '2027-12-03T00:59+01:00', 3, 'Handed in 367 days 1 h late: 5 points are taken off'], // Not below 30 % of 10.
    ['{ policy: none }', '2027-01-01T00:00Z', 8, 'Handed in 31 days 1 h late: no points are taken off'],
    [steps, '2026-12-01T00:00+01:00', 7.2, 'Handed in 1 min late: 0.8 points are taken off'],
    [steps, '2026-12-03T00:00+01:00', 0, 'Handed in 2 days late: 8 points are taken off'],
    // Without an offset: the due date's.
    [perDay, '2026-11-30 23:59', 8, ''],
    [perDay, 'Monday, 30 November 2026, 11:59 PM', 8, ''],
    [perDay, 'Tuesday, 1 December 2026, 12:15 AM', 7, 'Handed in 16 min late: 1 point is taken off'],
    // A day alone ends with its last minute.
    [perDay, '2026-12-01', 7, 'Handed in 1 day late: 1 point is taken off'],
  ])('%s, %s', (late, submitted, score, message) => {
    expect(judge(late, submitted)).toEqual({ score, message, remarks: [] });
  });

  it('takes no more than there is', () => {
    expect(judge('{ policy: per-day, percentPerDay: 100 }', '2026-12-01T12:00Z', 2).score).toBe(0);
  });

  it.each(['', 'gestern', 'Montag, 30. November 2026, 15:05', '2026-02-30T10:00Z', '-', '30/11/2026'])(
    'counts what it cannot read as in time, and says so: %j',
    (submitted) => {
      const { score, remarks } = judge(perDay, submitted);
      expect(score).toBe(8);
      expect(remarks).toEqual([
        submitted
          ? `01-mean: the time cannot be read that is told of ada ("${submitted}"): counted as in time. Write times as 2026-11-30T18:00+01:00`
          : '01-mean: it is not known when ada handed in: counted as in time. The settings take a table of times (submitted: times.csv)',
      ]);
    },
  );

  it('knows extensions by id, people by roster, and the times of a course system', () => {
    const roster = readRoster('id,submission\n7,ada\n', 'r.csv');
    const extended = settings(
      '{ policy: per-day, percentPerDay: 50 }',
      '    extensions: { "7": 2026-12-24T12:00Z }\n',
    );
    const of = (submission: string) =>
      ten(submission, 8, { submitter: { name: submission, submittedAt: '2026-12-05T00:00:00Z' } });
    const { results } = applyLatePolicy([of('ada'), of('bo')], extended, roster, () => undefined);
    expect(results.map(finalScore)).toEqual([8, 0]);
    // Judged again, nothing is taken off twice.
    expect(applyLatePolicy(results, extended, roster, () => undefined).results).toEqual(results);
  });

  it('names ten of a class, and counts the others', () => {
    const all = Array.from({ length: 300 }, (_, at) => ten(`s${at}`));
    const { remarks } = applyLatePolicy(all, settings(perDay), [], () => undefined);
    expect(remarks).toEqual([
      expect.stringContaining('when s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 290 more handed in'),
    ]);
  });

  it('has no due date where the settings have none', () => {
    const { results } = applyLatePolicy(
      [ten('ada')],
      readClassSettings('exercises: {}', 'c.yaml'),
      [],
      () => undefined,
    );
    expect(results[0]).not.toHaveProperty('late');
  });
});

describe('readClassSettings()', () => {
  it.each([
    [
      'exercises: { 01-mean: { due: 2026-11-30T23:59 } }',
      'class.yaml, line 1: due: "2026-11-30T23:59" is no time with an offset: write for example 2026-11-30T23:59+01:00',
    ],
    ['exercises: { 01-mean: { due: soon } }', '"soon" is no time with an offset'],
    ['exercises: { 01-mean: { due: } }', 'due: write a time with an offset, such as 2026-11-30T23:59+01:00'],
    ['late: { policy: per-week }', 'class.yaml, line 1: policy: choose none, per-day or steps'],
    ['late: { policy: per-day, percentPerDay: 200 }', 'class.yaml, line 1: percentPerDay: write at most 100'],
    ['late: { policy: per-day }', 'class.yaml, line 1: percentPerDay: write a number from 0 to 100'],
    [
      'late: { policy: per-day, percentperday: 9 }',
      'class.yaml, line 1: percentPerDay: write a number from 0 to 100',
    ],
    ['rooster: r.csv', 'class.yaml, line 1: there is no "rooster" here: did you mean "roster"?'],
    ['late: { policy: none, zzz: 1 }', 'class.yaml, line 1: there is no "zzz" here'],
    ['a: [', 'class.yaml, line 1: a bracket above is not closed'],
    ['# due: soon', 'class.yaml says nothing: write roster, submitted, late or exercises into it'],
    ['- 1', 'class.yaml, line 1: write names and values below it, further to the right'],
    ['exercises:\n  01-mean:\n  due: 2026-11-30T23:59Z', 'line 2: 01-mean: write names and values below it'],
    ['late:\n\tpolicy: none', 'class.yaml, line 2: indent with blanks, not with a tab: "policy: none"'],
    [
      'roster: a.csv\n\nroster: b.csv',
      'line 3: the same name stands above already, keep one: "roster: b.csv"',
    ],
    [
      'roster:r.csv\nsubmitted: t.csv',
      'line 1: "roster:r.csv" cannot be read. Behind a name come a colon and a blank',
    ],
    ['late: { policy: steps, steps: [] }', 'line 1: steps: write a step at least'],
    ['roster: 7', 'class.yaml, line 1: roster: write a text, in quotes'],
  ])('refuses %j', (text, said) => expect(() => readClassSettings(text, 'class.yaml')).toThrow(said));
});

it('who is missing in a table of times is to be written into it', () => {
  const settings = readClassSettings(
    'submitted: times.csv\nexercises: { 01-mean: { due: 2026-11-30T23:59Z } }',
    'c.yaml',
  );
  expect(applyLatePolicy([ten('ada')], settings, [], () => undefined).remarks).toEqual([
    '01-mean: it is not known when ada handed in: counted as in time. Write it into times.csv',
  ]);
});

describe('settingsRemarks()', () => {
  it('names what would be without effect: a due date of an exercise and an extension that are of nobody', () => {
    const roster = readRoster('id,submission\n7,ada\n8,bo\n', 'r.csv');
    const of = (text: string) => settingsRemarks([ten('ada')], readClassSettings(text, 'c.yaml'), roster);
    expect(of('exercises: { 01-maen: { due: 2026-11-30T23:59Z } }')).toEqual([
      '01-mean: the settings have no due date for it, so nothing is late: do they mean it by "01-maen"?',
    ]);
    const extensions = ['"7"', '"8"', 'ada', 'cy'].map((name) => `${name}: 2026-12-30T23:59Z`).join(', ');
    expect(of(`exercises: { 01-mean: { due: 2026-11-30T23:59Z, extensions: { ${extensions} } } }`)).toEqual([
      '01-mean: an extension is for cy, which is neither an id of the roster nor a submission',
    ]);
    expect(of('roster: r.csv')).toEqual([]);
  });
});

describe('parseMoment()', () => {
  it.each([
    ['2026-11-30T23:59+0100', '2026-11-30T22:59:00.000Z'],
    ['2026-11-30 23:59:30 UTC', '2026-11-30T23:59:30.000Z'],
    ['2026-11-30T23:59:30.5Z', '2026-11-30T23:59:30.500Z'],
    ['Monday, 30 November 2026, 12:05 AM', '2026-11-30T00:05:00.000Z'],
    ['Monday, 30 November 2026, 12:05 PM', '2026-11-30T12:05:00.000Z'],
  ])('reads %s', (text, iso) => expect(new Date(parseMoment(text)!.ms).toISOString()).toBe(iso));
});

it('the table of times needs its columns, and tells exercises apart', () => {
  expect(() => readSubmissionTimes('name,when\n', 't.csv')).toThrow(
    't.csv has no column "submission": it needs submission,submitted',
  );
  const times = readSubmissionTimes('exercise,submission,submitted\n02,ada,B\n01-mean,ada,A\n', 't.csv');
  expect(times(ten('ada'), [])).toBe('A');
});
