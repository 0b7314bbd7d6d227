import { Ajv } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import Papa from 'papaparse';
import { describe, expect, it, vi } from 'vitest';
import { classroom50Report } from '../../src/report/classroom50-report.js';
import { RENDERERS } from '../../src/report/index.js';
import type { SubmissionResult } from '../../src/grading/result.js';
import { checked, graded, unreadable } from './results.js';

/** What strangers call themselves, and what their code makes messages of. */
const NASTY =
  '=HYPERLINK("http://evil")\n::error::"<b>&amp;\u001b[31m\u202e|`@everyone` ]]> --> 50%, a;b\u0000\ufffe';
const nasty = graded(NASTY, [
  checked('mean/three', 'pass', { maxScore: 1.5 }),
  checked('mean/single', 'fail', { message: NASTY, hint: NASTY, visibility: 'hidden' }),
  checked('mean/empty', 'timeout', { message: NASTY }),
  checked('mean/never', 'notAttempted', { message: 'Not filled yet' }),
  checked('why/reason', 'pendingManual', { maxScore: 0.5 }),
]);
const CLASS = [graded('ada'), nasty, unreadable('gro')];

describe('csv', () => {
  const rows = Papa.parse<string[]>(RENDERERS.csv(CLASS), { skipEmptyLines: true }).data;

  it('has a row per submission and a column per check', () => {
    const [header, ada, , gro] = rows;
    expect(header).toEqual(
      'submission exercise status score maxScore pendingScore message mean/three mean/single mean/empty mean/never why/reason'.split(
        ' ',
      ),
    );
    expect(ada).toEqual(['ada', '01-mean', 'graded', '1', '2', '0', '', '1', '0', '', '', '']);
    expect(gro!.slice(0, 4)).toEqual(['gro', '01-mean', 'unreadable', '0']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '＝1', ' =1', '=1\n2'])('%j is no formula', (name) => {
    const cell = Papa.parse<string[]>(RENDERERS.csv([graded(name)])).data[1]![0]!;
    expect(cell).not.toMatch(/^\s*[=＝+\-@\t\r]/);
  });
});

describe('junit', () => {
  const xml = RENDERERS.junit(CLASS);

  it('is XML, whatever the names are, without characters that XML forbids', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).not.toMatch(/\p{Cc}(?<!\n)|\p{Noncharacter_Code_Point}/u);
  });

  it('tells failures, errors and what is skipped, with counts', () => {
    const parsed = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => /^test(suite|case)$/.test(name),
    }).parse(xml);
    const { testsuites } = parsed as {
      testsuites: Record<string, unknown> & { testsuite: Record<string, unknown>[] };
    };
    expect(testsuites).toMatchObject({
      '@_tests': '8',
      '@_failures': '2',
      '@_errors': '2',
      '@_skipped': '2',
    });
    const [, second, third] = testsuites.testsuite;
    const kinds = (second!.testcase as Record<string, unknown>[]).map((one) =>
      ['failure', 'error', 'skipped'].find((kind) => kind in one),
    );
    expect(kinds).toEqual([undefined, 'failure', 'error', 'skipped', 'skipped']);
    expect(third).toMatchObject({ '@_name': 'gro', '@_errors': '1' });
  });
});

describe('gradescope', () => {
  /** @see https://github.com/gradescope/autograder_samples, docs/specs.md */
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['score', 'tests'],
    properties: {
      score: { type: 'number' },
      output: { type: 'string' },
      output_format: { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] },
      extra_data: { type: 'object' },
      tests: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            number: { type: 'string' },
            name: { type: 'string' },
            name_format: { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] },
            score: { type: 'number' },
            max_score: { type: 'number' },
            status: { enum: ['passed', 'failed'] },
            output: { type: 'string' },
            output_format: { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] },
            visibility: { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] },
            tags: { type: 'array', items: { type: 'string' } },
          },
        },
      },
    },
  };

  it.each([nasty, unreadable('gro')])('is as the specification says', (result) => {
    const told = JSON.parse(RENDERERS.gradescope([result])) as {
      score: number;
      tests: { status?: string }[];
    };
    const ajv = new Ajv();
    expect(ajv.validate(schema, told), ajv.errorsText()).toBe(true);
    expect(told.score).toBe(result.score);
    expect(told.tests.map(({ status }) => status)).toEqual(
      result.checks.map(({ status }) =>
        status === 'pass' ? 'passed' : status === 'pendingManual' ? undefined : 'failed',
      ),
    );
  });
});

it('prairielearn: a score from 0 to 1, points on every test', () => {
  const told = JSON.parse(RENDERERS.prairielearn([nasty])) as {
    score: number;
    tests: { points: number; max_points: number }[];
  };
  expect(told).toMatchObject({ gradable: true, score: nasty.score / nasty.maxScore });
  expect(told.tests.map(({ points, max_points }) => [points, max_points])).toEqual([
    [1.5, 1.5],
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 0.5],
  ]);
  const refused = JSON.parse(RENDERERS.prairielearn([unreadable('gro', 'No notebook')])) as object;
  expect(refused).toMatchObject({ gradable: false, format_errors: ['No notebook'] });
  /** @see https://prairielearn.readthedocs.io/en/latest/externalGrading */
  const text = { type: 'string' };
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['score'],
    properties: {
      gradable: { type: 'boolean' },
      score: { type: 'number', minimum: 0, maximum: 1 },
      message: text,
      output: text,
      format_errors: { type: 'array', items: text },
      tests: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['name', 'points', 'max_points'],
          properties: {
            name: text,
            description: text,
            points: { type: 'number' },
            max_points: { type: 'number' },
            message: text,
            output: text,
          },
        },
      },
    },
  };
  const ajv = new Ajv();
  for (const one of [told, refused]) expect(ajv.validate(schema, one), ajv.errorsText()).toBe(true);
});

describe('classroom50', () => {
  const environment = {
    CLASSROOM: 'ml',
    ASSIGNMENT: '01-mean',
    SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
    USERNAME: 'ada',
    COMMIT_URL: 'https://github.com/school/ml-01-mean-ada/commit/a1b2c3d',
    RELEASE_URL: 'https://github.com/school/ml-01-mean-ada/releases/tag/submit%2Fx',
    REVIEW_URL: '',
  };
  const link = { type: 'string', minLength: 1 };
  const points = { type: 'integer', minimum: 0 };
  /** @see https://github.com/foundation50/classroom50, schemas/result-v1.schema.json */
  const schema = {
    type: 'object',
    additionalProperties: false,
    required:
      'schema classroom assignment assignment_type owner submission commit release review datetime score max-score tests'.split(
        ' ',
      ),
    properties: {
      schema: { const: 'classroom50/result/v1' },
      classroom: link,
      assignment: link,
      assignment_type: { enum: ['individual', 'group'] },
      owner: link,
      submission: { type: 'string', pattern: '^submit/' },
      commit: link,
      release: link,
      review: link,
      datetime: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$' },
      score: points,
      'max-score': points,
      tests: {
        type: 'array',
        items: {
          type: 'object',
          required: ['test-name', 'passed', 'score', 'max-score'],
          properties: {
            'test-name': link,
            passed: { type: 'boolean' },
            score: points,
            'max-score': points,
          },
        },
      },
    },
  };
  interface Told {
    [field: string]: unknown;
    score: number;
    'max-score': number;
    tests: { passed: boolean; score: number; 'max-score': number; output: string }[];
  }
  const told = (result: SubmissionResult, more = {}) =>
    JSON.parse(classroom50Report([result], { ...environment, ...more })) as Told;

  it.each([nasty, unreadable('gro')])('is as the schema says, in hundredths of points', (result) => {
    const one = told(result);
    const ajv = new Ajv();
    expect(ajv.validate(schema, one), ajv.errorsText()).toBe(true);
    expect([one.score, one['max-score']]).toEqual([result.score * 100, result.maxScore * 100]);
    expect(one.score).toBe(one.tests.reduce((sum, { score }) => sum + score, 0));
    expect(one.tests.every(({ passed, score, 'max-score': most }) => passed === (score === most))).toBe(true);
  });

  it('names its points, and takes the time of the tag: the same whenever it is graded again', () => {
    const { datetime, owner, review, tests } = told(nasty, { OWNER: 'Ada', REVIEW_URL: 'https://x' });
    expect({ datetime, owner, review }).toEqual({
      datetime: '2026-06-01T14:32:05Z',
      owner: 'Ada',
      review: 'https://x',
    });
    expect(tests[0]!.output).toBe('passed: 1.5 of 1.5 points');
    expect(tests[2]!.output).toMatch(/^timeout: 0 of 1 points\n=HYPER/);
    expect(JSON.stringify(tests)).not.toMatch(/\\u001b|\u202e/);
  });

  it('without tests nothing would have failed: an unreadable file has one', () => {
    expect(told(unreadable('gro', 'No notebook')).tests).toEqual([
      {
        'test-name': 'the notebook can be read',
        passed: false,
        score: 0,
        'max-score': 200,
        output: 'No notebook',
      },
    ]);
  });

  it('says what it needs', () => {
    expect(() => classroom50Report([nasty], {})).toThrow(
      '--format classroom50 is for an autograder that Classroom 50 runs: the variable SUBMISSION_TAG, which it sets, is missing',
    );
    expect(() => told(nasty, { SUBMISSION_TAG: 'v1' })).toThrow('SUBMISSION_TAG must read as');
    expect(() => RENDERERS.classroom50([nasty])).toThrow('SUBMISSION_TAG');
  });

  it('reads them from the environment', () => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    try {
      expect(JSON.parse(RENDERERS.classroom50([nasty]))).toEqual(told(nasty));
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

it.each(['gradescope', 'prairielearn', 'classroom50'] as const)('%s tells of one submission', (format) => {
  expect(() => RENDERERS[format](CLASS)).toThrow(`--format ${format} tells of one submission: here are 3`);
});

describe('github', () => {
  it('one command a line: a student’s text is never one', () => {
    const lines = RENDERERS.github(CLASS).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^::(error|notice) title=[^:,]*::\S/);
    expect(lines).toHaveLength(2 + 1 + 3 + 1);
    expect(RENDERERS.github([graded('50%, a:b')])).toContain('::notice title=50%25%2C a%3Ab::1 of 2 points');
  });

  it('no more than ten of a kind, and how many are left', () => {
    const text = RENDERERS.github(Array.from({ length: 14 }, (_, at) => graded(`s${at}`)));
    expect(text.match(/^::error/gm)).toHaveLength(10);
    expect(text.match(/^::notice/gm)).toHaveLength(10);
    expect(text).toContain('5 more checks did not pass');
  });
});

describe('markdown', () => {
  it('a class as a table, a submission with what to do', () => {
    expect(RENDERERS.markdown(CLASS).split('\n')[2]).toBe('| ada | Exercise 1: Mean | 1 / 2 |');
    expect(RENDERERS.markdown([graded('ada')])).toContain(
      '| ❌ | the statement of mean/single | What is wrong with mean/single *What helps with mean/single* | 0 / 1 |',
    );
  });

  it('no link comes of an address, with or without a scheme', () => {
    const message = 'go to https://a.example, www.evil.example/login or (WWW.evil.example)';
    const [ada] = [graded('ada', undefined, { status: 'unreadable', message })];
    expect(RENDERERS.markdown([ada])).toContain(
      'go to https:<!-- -->//a.example, www<!-- -->.evil.example/login or \\(WWW<!-- -->.evil.example\\)',
    );
  });

  it('no markup, no mention, no new cell comes from a name or a message', () => {
    for (const text of [RENDERERS.markdown(CLASS), RENDERERS.markdown([nasty])]) {
      expect(text).not.toMatch(/<b>|@everyone|http:\/\/|\p{Cc}(?<!\n)|\p{Cf}/u);
      const rows = text.split('\n').filter((line) => line.startsWith('|'));
      const cells = rows.map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});

describe('what lateness has cost', () => {
  const late = {
    due: '2026-11-30T23:59Z',
    penalty: 0.25,
    message: 'Handed in 2 h late: 0.25 points are taken off',
  };
  const ada = graded('ada', undefined, { late });

  it.each([
    ['text', '0.75/2'],
    ['github', '::0.75 of 2 points'],
    ['badge', '"message":"0.75 of 2"'],
    ['markdown', 'Exercise 1: Mean: 0.75 / 2'],
    ['gradescope', '"score": 0.75'],
    ['prairielearn', '"score": 0.375'],
  ] as const)('is taken off the total of %s', (format, total) => {
    expect(RENDERERS[format]([ada])).toContain(total);
  });

  it.each(['text', 'markdown', 'gradescope', 'prairielearn'] as const)('is told in %s', (format) => {
    expect(RENDERERS[format]([ada])).toContain('Handed in 2 h late: 0.25 points are taken off');
  });

  it('is taken off in the table of a class, too', () => {
    expect(RENDERERS.markdown([ada, graded('bo')])).toContain('| ada | Exercise 1: Mean | 0.75 / 2 |');
  });
});
