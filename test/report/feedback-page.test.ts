import { describe, expect, it } from 'vitest';
import { feedbackPage } from '../../src/report/feedback-page.js';
import { fileNames } from '../../src/report/file-names.js';
import { checked, graded, unreadable } from './results.js';

const NASTY = '<img src=x onerror=alert(1)>"\'`&\u202e\u001b[31m';
const hand = {
  automatic: { status: 'pendingManual' as const, score: 0, message: '', hint: '' },
  changed: 'marked before the answer changed',
};

describe('a page of feedback', () => {
  const page = feedbackPage(
    graded(
      NASTY,
      [
        checked('mean/three', 'fail', { message: NASTY, hint: 'Divide' }),
        checked('why/reason', 'marked', { score: 0.5, message: 'Well put', hint: '', marked: hand }),
      ],
      {
        answers: { why: { sha256: 'x', text: `First line\n${NASTY}` } },
        late: {
          due: '2026-11-30T23:59Z',
          penalty: 0.25,
          message: 'Handed in 2 h late: 0.25 points are taken off',
        },
      },
    ),
  );

  it('tells what was asked, what came, what helps, what the marker wrote, and what lateness costs', () => {
    for (const said of [
      'the statement of mean/three',
      'Divide',
      'Well put',
      'First line<br>',
      'Handed in 2 h late',
      '0.25 / 2',
    ])
      expect(page).toContain(said);
  });

  it('keeps the notes of the instructor, and lets nothing of a student be markup', () => {
    expect(page).not.toContain('before the answer changed');
    expect(page).not.toMatch(/<img|<script/);
    // eslint-disable-next-line no-control-regex
    expect(page).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('says why a file was not graded', () => {
    const gro = feedbackPage(unreadable('gro'));
    expect(gro).toContain('Not graded yet: the notebook could not be read');
    expect(gro).toContain('The file is empty: save the notebook');
    expect(gro).not.toContain('points');
  });

  it('says what may still come, and the same fault of two checks once', () => {
    const message = 'The cell does not compile';
    const waiting = feedbackPage(
      graded('ada', [
        checked('mean/three', 'error', { message }),
        checked('mean/single', 'error', { message }),
        checked('sum/all', 'error', { message }),
        checked('why/reason', 'pendingManual', { maxScore: 0.5, message: 'Waits for a person to mark it' }),
      ]),
    );
    expect(waiting).toContain(
      '<strong>0 / 3.5</strong> points</p><p>and up to 0.5 more: a person has yet to mark',
    );
    // Once for each task.
    expect(waiting.split(message)).toHaveLength(3);
    expect(waiting.match(/As above/g)).toHaveLength(1);
  });
});

it('names of files are readable, safe everywhere, and none twice', () => {
  const names = [
    'ada',
    'ADA',
    '../../etc/passwd',
    'CON',
    '.hidden',
    'a/b',
    'a\\b',
    'Grön, "G"',
    'x'.repeat(300),
    '',
    '\u202egnp.exe',
    'aux.txt',
  ];
  const files = fileNames(names.map((submission) => ({ submission, exercise: '01-mean' })));
  expect(files.slice(0, 8)).toEqual([
    'ada',
    'ADA-2',
    '_.._etc_passwd',
    '_CON',
    'hidden',
    'a_b',
    'a_b-2',
    'Grön_ _G_',
  ]);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
  for (const file of files) expect(file).toMatch(/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}._ -]{0,70}$/u);
  expect(
    fileNames([
      { submission: 'ada', exercise: '01' },
      { submission: 'ada', exercise: '02' },
    ]),
  ).toEqual(['ada 01', 'ada 02']);
});
