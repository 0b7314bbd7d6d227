import { expect, test } from 'vitest';
import { waitedMs } from '../../src/session/deadline.js';

test.each([
  ['a loop alone', { ranMs: 1000, waitedMs: 0, othersWaitedMs: 0 }, 0],
  ['a loop beside others', { ranMs: 300, waitedMs: 700, othersWaitedMs: 0 }, 700],
  ['sleep', { ranMs: 10, waitedMs: 0, othersWaitedMs: 0 }, 0],
  ['sleep while threads collect garbage, and wait', { ranMs: 300, waitedMs: 300, othersWaitedMs: 1500 }, 700],
  ['sleep in which threads wait a little', { ranMs: 300, waitedMs: 300, othersWaitedMs: 100 }, 400],
  ['a loop whose threads wait', { ranMs: 1000, waitedMs: 0, othersWaitedMs: 900 }, 0],
])('of a second, %s waited for a processor', (_what, used, expected) => {
  expect(waitedMs(1000, used)).toBe(expected);
});
