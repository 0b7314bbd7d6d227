import { describe, expect, it } from 'vitest';
import { RENDERERS } from '../../src/report/index.js';
import { displayWidth } from '../../src/report/display-width.js';
import { checked, graded, unreadable } from './results.js';

const { text, json } = RENDERERS;

describe('the text report', () => {
  it('of one submission: every check with points, message and hint; what was restored', () => {
    const checks = [
      checked('mean/three', 'pass', { maxScore: 1.25 }),
      checked('mean/single', 'fail', { visibility: 'hidden', maxScore: 0.5 }),
      checked('sum/all', 'timeout', { hint: '' }),
      checked('sum/none', 'notAttempted'),
      checked('why/reason', 'pendingManual', {
        maxScore: 2,
        message: 'Waits for a person to mark it',
        hint: '',
      }),
    ];
    expect(
      text([graded('ada', checks, { restored: [{ cell: 'setup', what: 'given cell put back' }] })]),
    ).toBe(
      [
        'ada  Exercise 1: Mean  1.25/5.75 (+2 by hand)',
        '  ✓ 1.25/1.25 mean/three  the statement of mean/three',
        '  ✗ 0/0.5     mean/single  the statement of mean/single (hidden)',
        '      What is wrong with mean/single',
        '      Hint: What helps with mean/single',
        '  ✗ 0/1       sum/all  the statement of sum/all  [timeout]',
        '      What is wrong with sum/all',
        '  · 0/1       sum/none  the statement of sum/none  [not attempted]',
        '  ? 0/2       why/reason  the statement of why/reason  [to be marked by hand]',
        '      Waits for a person to mark it',
        '  restored setup: given cell put back',
        '',
      ].join('\n'),
    );
  });

  it('of an unreadable one: why, and no checks', () => {
    expect(text([unreadable('ada')])).toBe(
      'ada  Exercise 1: Mean  0/2\n  The file is empty: save the notebook and submit it again\n',
    );
  });

  it('of a class: a row per submission, a column per task, columns aligned for any script', () => {
    const half = [
      checked('mean/three', 'pass'),
      checked('mean/single', 'fail'),
      checked('why/reason', 'pendingManual', { maxScore: 0.5 }),
    ];
    const table = text([
      graded('ada', half),
      graded(
        '王小明',
        half.map((check) => ({ ...check, status: 'notAttempted' as const, score: 0 })),
      ),
      graded('e\u0301ve', [checked('mean/three', 'crashed')]),
      unreadable('zoe'),
    ]);
    const lines = table.trimEnd().split('\n');
    expect(lines).toEqual([
      'submission  mean  why    score',
      '----------  ----  -----  --------------------',
      'ada         1/2   0/0.5  1/2.5 (+0.5 by hand)',
      '王小明      0/2   0/0.5  0/2.5                 untouched',
      'e\u0301ve         0/1   -      0/1                   crashed',
      'zoe         -     -      0/2                   unreadable: The file is empty: save the notebook and submit it again',
    ]);
  });

  it('of several exercises: a table for each', () => {
    const other = graded('ada-2', [checked('sum/all', 'pass')], {
      exercise: '02-sum',
      title: 'Exercise 2: Sum',
    });
    expect(text([graded('ada'), other])).toMatch(
      /^Exercise 1: Mean\nsubmission +mean +score\n[^]*\n\nExercise 2: Sum\nsubmission +sum +score\n/,
    );
  });

  it('of nothing says so', () => {
    expect(text([])).toBe('No submissions\n');
  });

  it('holds nothing that a workflow of GitHub obeys: a command begins a line, or stands anywhere in its old form', () => {
    const evil = '\n ::stop-commands::x ##[add-mask]1';
    const checks = [checked('mean/three', 'error', { message: evil, hint: evil, title: evil })];
    const one = graded(evil, checks, { title: evil, restored: [{ cell: evil, what: evil }] });
    for (const shown of [text([one]), text([one, unreadable(evil, evil)])])
      expect(shown).not.toMatch(/^\s*::|##\[/m);
  });

  it('holds nothing that a terminal obeys or that reorders text, wherever it comes from', () => {
    const evil = 'a\u001b[2J\u009b31m\u0007\r\n\u202eb\u2066\u2028\u200b';
    const checks = [checked('mean/three', 'error', { message: evil, hint: evil, title: evil })];
    const one = graded(evil, checks, { title: evil, restored: [{ cell: evil, what: evil }] });
    for (const shown of [text([one]), text([one, unreadable(evil, evil)])])
      expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u);
  });
});

it('names keep the joiners that they are written with', () => {
  expect(text([graded('علی\u200cرضا')])).toContain('علی\u200cرضا');
});

it('the JSON report is the results, and ends with a line end', () => {
  const results = [graded('ada'), unreadable('ben')];
  expect(JSON.parse(json(results))).toEqual(results);
  expect(json([])).toBe('[]\n');
});

it.each([
  ['ada', 3],
  ['王小明', 6],
  ['e\u0301', 1],
  ['👍', 2],
  ['', 0],
  ['ﾊﾝｶｸ', 4],
  ['ＡＢ', 4],
  ['علی\u200cرضا', 6],
])('displayWidth(%j) is %d', (shown, width) => {
  expect(displayWidth(shown)).toBe(width);
});
