import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nbgraderExport } from '../../src/gradebook/index.js';
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
}

describe.skipIf(!hasImporters())('parsers of others', () => {
  let found: Found;
  beforeAll(() => {
    found = ask<Found>('read_formats.py', {
      junit: RENDERERS.junit(CLASS),
      csv: RENDERERS.csv(CLASS),
      nbgrader: nbgraderExport(CLASS, []),
      markdown: `${RENDERERS.markdown([nasty])}\n${RENDERERS.markdown(CLASS)}`,
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
