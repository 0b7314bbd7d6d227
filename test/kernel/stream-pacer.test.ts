import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StreamPacer } from '../../src/kernel/stream-pacer.js';

const [cell, other] = [{ msg_id: 'cell' }, { msg_id: 'other' }];
let sent: string[];
let pacer: StreamPacer;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  pacer = new StreamPacer(({ name, text, parent }) => sent.push(`${parent.msg_id} ${name} ${text}`));
});
afterEach(() => vi.useRealTimers());

const print = (text: string, name: 'stdout' | 'stderr' = 'stdout', parent = cell) =>
  pacer.add({ name, text, parent });

it('sends what is printed now and then at once', () => {
  print('a');
  vi.advanceTimersByTime(150);
  print('b');
  expect(sent).toEqual(['cell stdout a', 'cell stdout b']);
});

it('sends a flood ten times a second, whole and in order', () => {
  const lines = Array.from({ length: 1000 }, (_, at) => `${at}\n`);
  for (const line of lines) {
    print(line);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(sent.length).toBeLessThanOrEqual(12);
  expect(sent.map((one) => one.replace('cell stdout ', '')).join('')).toBe(lines.join(''));
});

it('keeps streams and cells apart, in order', () => {
  print('a');
  print('b');
  print('c', 'stderr');
  print('d');
  print('e', 'stdout', other);
  pacer.flush();
  expect(sent).toEqual([
    'cell stdout a',
    'cell stdout b',
    'cell stderr c',
    'cell stdout d',
    'other stdout e',
  ]);
});

it('keeps no more than a few megabytes back', () => {
  print('a');
  print('z'.repeat(2 ** 20 + 1));
  expect(sent).toHaveLength(2);
});
