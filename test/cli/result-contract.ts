import { expect } from 'vitest';

const STATUSES = ['pass', 'fail', 'notAttempted', 'error', 'timeout', 'crashed', 'notRun', 'pendingManual'];

const isHundredths = (value: unknown): boolean =>
  typeof value === 'number' &&
  value >= 0 &&
  Number.isInteger(Math.round(value * 100)) &&
  Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 &&
  String(value).length <= 7;

const sum = (values: number[]) => values.reduce((total, value) => total + Math.round(value * 100), 0) / 100;

interface Check {
  id: string;
  task: string;
  status: string;
  score: number;
  maxScore: number;
  series?: object;
}

interface Result {
  submission: string;
  status: string;
  score: number;
  maxScore: number;
  pendingScore: number;
  checks: Check[];
  restored: { cell: string; what: string }[];
}

/** The result contract, read strictly: every field, its type, its meaning, and no field that is not known.
 * @returns The results. */
export function readStrictly(stdout: string, { stable = false } = {}): Result[] {
  const results = JSON.parse(stdout) as Result[];
  expect(Array.isArray(results)).toBe(true);
  for (const result of results) {
    const unreadable = result.status === 'unreadable';
    const expected = [
      'schemaVersion',
      'exercise',
      'title',
      'submission',
      'status',
      'score',
      'maxScore',
      'pendingScore',
      'isolation',
      'seed',
      'checks',
      'restored',
    ];
    if (unreadable) expected.push('message');
    else expected.push('answers', 'tasks', ...(stable ? [] : ['seconds']));
    expect(Object.keys(result).sort()).toEqual(expected.sort());
    expect(result).toMatchObject({
      schemaVersion: 1,
      exercise: expect.stringMatching(/^[a-z0-9-]+$/) as string,
      title: expect.any(String) as string,
      submission: expect.any(String) as string,
      status: expect.stringMatching(/^(graded|unreadable)$/) as string,
      isolation: expect.stringMatching(/^(bubblewrap|node|process|external)$/) as string,
      seed: expect.any(Number) as number,
    });
    for (const key of ['score', 'maxScore', 'pendingScore'] as const)
      expect(result[key]).toSatisfy(isHundredths);
    expect(result.submission).not.toMatch(/[/\\]/);
    for (const check of result.checks) {
      const keys = Object.keys(check).sort();
      if (check.series) {
        // Numbers can spell what is to stay untold.
        expect(check).toMatchObject({ status: 'fail', visibility: 'public', run: 'own' });
        expect(Object.keys(check.series).sort()).toEqual(['every', 'expected', 'got']);
      }
      expect(keys.filter((key) => key !== 'series')).toEqual([
        'hint',
        'id',
        'maxScore',
        'message',
        'run',
        'score',
        'status',
        'task',
        'title',
        'visibility',
      ]);
      expect(check).toMatchObject({
        title: expect.any(String) as string,
        message: expect.any(String) as string,
        hint: expect.any(String) as string,
        visibility: expect.stringMatching(/^(public|hidden)$/) as string,
        run: expect.stringMatching(/^(own|reference)$/) as string,
      });
      expect(STATUSES).toContain(check.status);
      expect(check.id.startsWith(`${check.task}/`)).toBe(true);
      for (const key of ['score', 'maxScore'] as const) expect(check[key]).toSatisfy(isHundredths);
      expect(check.score).toBeLessThanOrEqual(check.maxScore);
      if (check.status !== 'pass') expect(check.score).toBe(0);
    }
    if (unreadable) {
      expect(result).toMatchObject({ score: 0, pendingScore: 0, checks: [], restored: [] });
      continue;
    }
    expect(result.score).toBe(sum(result.checks.map(({ score }) => score)));
    expect(result.maxScore).toBe(sum(result.checks.map(({ maxScore }) => maxScore)));
    expect(result.pendingScore).toBe(
      sum(result.checks.filter(({ status }) => status === 'pendingManual').map(({ maxScore }) => maxScore)),
    );
  }
  expect(new Set(results.map(({ submission }) => submission)).size).toBe(results.length);
  return results;
}
