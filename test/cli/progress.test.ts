import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { progress } from '../../src/cli/progress.js';
import { graded, unreadable } from '../report/results.js';

const lines: string[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  lines.length = 0;
});

it.each([
  [1, 1000, ', about 17 min left'],
  [1, 100, ', about 2 min left'],
  [1, 50, ', about 50 s left'],
  [1, 12, ''],
  [20, 1000, ', about 5.5 h left'],
])('%i s for each: with %i in all, the fifth line ends with "%s"', (seconds, of, left) => {
  const tell = progress();
  for (let done = 1; done <= 5; done++) {
    vi.advanceTimersByTime(1000 * seconds);
    tell(graded('ada'), done, of);
  }
  expect(lines[0]).toBe(`[1/${of}] ada: 1/2\n`);
  expect(lines[4]).toBe(`[5/${of}] ada: 1/2${left}\n`);
});

it('says what cannot be read, and nothing that a terminal would obey', () => {
  progress()(unreadable('gro\u001b[2J\n'), 1, 1);
  expect(lines).toEqual(['[1/1] gro [2J : unreadable\n']);
});
