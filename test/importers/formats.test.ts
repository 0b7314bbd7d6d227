import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillCanvas, fillMoodle, nbgraderExport } from '../../src/gradebook/index.js';
import { RENDERERS } from '../../src/report/index.js';
import { root } from '../cli/gradlab.js';
import { checked, graded, unreadable } from '../report/results.js';
import { ask, hasImporters, importerProgram } from './importers.js';

const NASTY =
  '=HYPERLINK("http://evil")\n::error::"<b onclick=x>&amp;\u001b[31m\u202e|`@everyone` ]]> --> [a](http://b) ![c](d) 50%, a;b #1';
const nasty = graded(NASTY, [
  checked('mean/three', 'pass', { maxScore: 1.5 }),
  checked('mean/single', 'fail', { message: NASTY, hint: NASTY }),
  checked('mean/empty', 'timeout', { message: NASTY }),
  checked('why/reason', 'pendingManual', { maxScore: 0.5 }),
]);
const CLASS = [graded('ada'), nasty, unreadable('gro')];

interface Found {
  junit: {
    total: number[];
    counts: number[][];
    recounted: number[][];
    suites: { name: string; cases: [string, string, string[]][] }[];
  };
  csv: string[][];
  nbgrader: Record<string, string>[];
  markdown: string;
  gradescope: Record<string, string>;
  prairielearn: [whole: Record<string, string>, test: Record<string, string>];
  canvas: {
    scores: Record<string, Record<string, number | null>>;
    points: Record<string, number>;
    graded: Record<string, Record<string, boolean>>;
    lastnames: Record<string, string>;
  };
}

/** An export with all that is in the way: quotes, markup, excused, another assignment, columns that Canvas computes. */
const CANVAS = [
  'Student,ID,SIS User ID,SIS Login ID,Section,Exercise 1: Mean (1234),Quiz (7),Current Score',
  '    Points Possible,,,,,2.00,10.00,(read only)',
  '"Lovelace, Ada",11,S-11,ada@school.edu,A,,3.00,88.1',
  '"O\'Hara <b>, ""Bo"" =1+1",12,S-12,bo@school.edu,A,1.00,,',
  '"מרים, נעה",13,S-13,noa@school.edu,A,EX,,',
  '"Grön, Gro",14,S-14,gro@school.edu,B,,,',
  '"Student, Test",99,,f00d,A,,,',
  '',
].join('\r\n');
const filledCanvas = fillCanvas(
  CANVAS,
  'export.csv',
  [
    graded('11'),
    graded('12', [
      checked('mean/three', 'pass', { maxScore: 1.25 }),
      checked('mean/x', 'fail', { maxScore: 0.75 }),
    ]),
    graded('13'),
  ],
  [],
  {},
).text;

/** With which Moodle reads what is uploaded. */
const hasPhp = spawnSync('php', ['--version']).status === 0;
if (!hasPhp)
  process.stdout.write("Skipped: PHP, Moodle's own reader of worksheets (apt-get install php-cli)\n");

it.skipIf(!hasPhp)('PHP reads every cell of a filled worksheet, as Moodle needs it', () => {
  const header =
    'Identifier,"Full name",Grade,"Maximum grade","Last modified (grade)","Feedback comments","Online text"';
  const worksheet = `${header}\n"Participant 1","O'Hara, ""Bo""",,1.00,-,,"<p dir=""ltr"">a \\ b</p>"\n"Participant 2",Ada,,1.00,-,old,\n`;
  const message = `${NASTY} "\\"" \\`;
  const results = ['1', '2'].map((id) =>
    graded(id, [checked('mean/three', 'marked', { message, hint: '' })]),
  );
  const { text } = fillMoodle(worksheet, 'w.csv', results, [], {});
  const program = fileURLToPath(new URL('moodle_worksheet.php', import.meta.url));
  const { stdout } = spawnSync('php', [program], { input: text, encoding: 'utf8' });
  const [head, ...rows] = JSON.parse(stdout) as string[][];
  expect(head).toHaveLength(7);
  expect(rows).toHaveLength(2);
  for (const [identifier, , grade, maximum, , feedback] of rows) {
    expect([identifier, grade, maximum]).toEqual([expect.stringMatching(/^Participant \d$/), '0.00', '1.00']);
    expect(feedback).toMatch(/^<strong>0 \/ 1<\/strong><br>.*&#92;$/);
  }
  expect(rows.map((row) => row[6])).toEqual(['<p dir="ltr">a \\ b</p>', '']);
});

describe.skipIf(!hasImporters())('parsers of others', () => {
  let found: Found;
  beforeAll(() => {
    found = ask<Found>('read_formats.py', {
      junit: RENDERERS.junit(CLASS),
      csv: RENDERERS.csv(CLASS),
      nbgrader: nbgraderExport(CLASS, []),
      markdown: `${RENDERERS.markdown([nasty])}\n${RENDERERS.markdown(CLASS)}`,
      canvas: filledCanvas,
    });
  });

  it('junitparser counts what the report counts, suite by suite', () => {
    const { total, counts, recounted, suites } = found.junit;
    expect(counts).toEqual(recounted);
    expect(total).toEqual(total.map((_, at) => counts.reduce((sum, suite) => sum + suite[at]!, 0)));
    expect(suites[1]!.cases.map(([, classname, kinds]) => [classname, kinds])).toEqual([
      ['01-mean.mean', []],
      ['01-mean.mean', ['Failure']],
      ['01-mean.mean', ['Error']],
      ['01-mean.why', ['Skipped']],
    ]);
  });

  it('Python’s csv has as many cells in each row, and no formula', () => {
    for (const rows of [found.csv, found.nbgrader.map((row) => Object.values(row))]) {
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      expect(rows).toHaveLength(rows === found.csv ? 4 : 3);
      expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
    }
  });

  it('GitHub’s Markdown has one table per part, whole rows, and nothing of a student in it but text', () => {
    const { markdown } = found;
    expect(markdown.match(/<table>/g)).toHaveLength(2);
    for (const [row] of markdown.matchAll(/<tr>[^]*?<\/tr>/g))
      expect([3, 4]).toContain(row.match(/<t[dh][ >]/g)!.length);
    const tags = new Set([...markdown.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
    expect(tags).toEqual(new Set(['em', 'h3', 'table', 'tbody', 'td', 'th', 'thead', 'tr']));
    expect(markdown).toContain('=HYPERLINK(');
  });

  it('Gradescope’s own library writes the fields that we write, of the same types', () => {
    const { tests } = JSON.parse(RENDERERS.gradescope([nasty])) as { tests: Record<string, unknown>[] };
    const typeOf = (value: unknown) =>
      Array.isArray(value) ? 'list' : typeof value === 'number' ? 'number' : 'str';
    const theirs = Object.entries(found.gradescope).map(([key, type]) => [
      key,
      /^(int|float)$/.test(type) ? 'number' : type,
    ]);
    expect(new Set(theirs.map(([key]) => key))).toEqual(
      new Set('max_score name number output score status tags visibility'.split(' ')),
    );
    for (const [key, type] of theirs) expect([key, typeOf(tests[0]![key!])]).toEqual([key, type]);
  });

  it('a library for PrairieLearn writes the fields that we write, of the same types', () => {
    const ours = JSON.parse(RENDERERS.prairielearn([nasty])) as Record<string, unknown> & { tests: object[] };
    const kindOf = (value: unknown) =>
      Array.isArray(value)
        ? 'list'
        : { number: 'number', string: 'str', boolean: 'bool' }[typeof value as string];
    const kind = (type: string) => (/^(int|float)$/.test(type) ? 'number' : type);
    const [whole, test] = found.prairielearn;
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(['gradable', 'score', 'tests']));
    for (const [key, type] of Object.entries(whole))
      expect([key, kindOf(ours[key])]).toEqual([key, kind(type)]);
    // We say all in `message`, and nothing printed.
    expect(Object.keys(test)).toEqual('name description points max_points message output'.split(' '));
    for (const [key, type] of Object.entries(test).filter(([name]) => name !== 'output'))
      expect([key, kindOf((ours.tests[0] as Record<string, unknown>)[key])]).toEqual([key, kind(type)]);
  });

  it('finalgrade reads the filled gradebook of Canvas: our points, the excused excused, the others as they were', () => {
    const { scores, points, graded: isGraded, lastnames } = found.canvas;
    const mean = { 'ada@school.edu': 1, 'bo@school.edu': 1.25, 'noa@school.edu': null, 'gro@school.edu': 0 };
    expect(scores['exercise1:mean']).toEqual(mean);
    expect(scores['quiz']).toEqual({ ...mean, 'ada@school.edu': 3, 'bo@school.edu': 0, 'noa@school.edu': 0 });
    expect(points).toEqual({ 'exercise1:mean': 2, quiz: 10 });
    expect(isGraded['exercise1:mean']).toMatchObject({ 'ada@school.edu': true, 'gro@school.edu': false });
    expect(lastnames).toMatchObject({ 'bo@school.edu': "o'hara <b>", 'noa@school.edu': 'מרים' });
  });

  it('the workflows that release writes are as GitHub’s schema says', () => {
    const workflows = ['release/check.yml', 'instructor/grade.yml'].map((name) =>
      path.join(root, 'templates', name),
    );
    const { status, stdout } = spawnSync(
      importerProgram('check-jsonschema'),
      ['--builtin-schema', 'vendor.github-workflows', ...workflows],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('ok') });
  });
});
