import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader, MAX_FRAME_BYTES, toFrames } from '../../../src/session/wire/frames.js';

test('messages come back whole and in order, whatever pieces their frames are cut into', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  fc.assert(
    fc.property(
      fc.array(text),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (messages, sizes) => {
        const bytes = Buffer.concat(messages.flatMap(toFrames));
        const reader = new FrameReader(1 << 20);
        const read: string[] = [];
        for (let at = 0, piece = 0; at < bytes.length; piece++) {
          const size = sizes[piece % sizes.length]!;
          read.push(...reader.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(read).toEqual(messages);
      },
    ),
  );
});

test('a long message is split into frames of at most 1 MiB, and characters survive the cuts', () => {
  const message = 'ü🙂x'.repeat(500_000);
  const frames = toFrames(message);
  expect(frames.map(({ length }) => length - 4)).toEqual([
    MAX_FRAME_BYTES,
    MAX_FRAME_BYTES,
    MAX_FRAME_BYTES,
    3_500_000 - 3 * MAX_FRAME_BYTES,
  ]);
  const reader = new FrameReader(10 << 20);
  expect(frames.flatMap((frame) => reader.push(frame))).toEqual([message]);
});

test('a message of exactly one frame is not continued', () => {
  const frames = toFrames('x'.repeat(MAX_FRAME_BYTES));
  expect(frames).toHaveLength(1);
  expect(new FrameReader(MAX_FRAME_BYTES).push(frames[0]!)).toEqual(['x'.repeat(MAX_FRAME_BYTES)]);
});

test('an empty message is a message', () => {
  expect(new FrameReader(10).push(Buffer.concat(toFrames('')))).toEqual(['']);
});

test('a frame longer than 1 MiB is refused as soon as its length is known', () => {
  expect(() => new FrameReader(1 << 30).push(Buffer.from([0x00, 0x10, 0x00, 0x01]))).toThrow(
    new RangeError('Cannot read a frame of 1048577 bytes: at most 1048576 are allowed'),
  );
});

test('a message longer than the limit is refused, also when it comes in many frames', () => {
  const reader = new FrameReader(2_000_000);
  const part = Buffer.concat([Buffer.from([0x80, 0x10, 0, 0]), Buffer.alloc(MAX_FRAME_BYTES)]);
  expect(reader.push(part)).toEqual([]);
  expect(() => reader.push(part)).toThrow(new RangeError('Cannot read a message longer than 2000000 bytes'));
});

test.each([0, 1, MAX_FRAME_BYTES - 1])('a message does not go on after a frame of %s bytes', (length) => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(0x8000_0000 + length);
  const goesOn = new RangeError(`Cannot read a message that goes on after a frame of ${length} bytes`);
  expect(() => new FrameReader(1 << 30).push(header)).toThrow(goesOn);
});

test('noise gives text or a RangeError, and never hangs', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
      const reader = new FrameReader(1 << 10);
      try {
        for (const chunk of chunks)
          expect(reader.push(Buffer.from(chunk)).every((message) => typeof message === 'string')).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
