import { describe, expect, test } from 'vitest';
import { type LogFrame, LogFrames } from '../../../../src/lambda/logs/logFrames.ts';

function frame(type: number, text: string, at = 1_700_000_000_123.456): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(type, 0);
  header.writeUInt32BE(body.length, 4);
  header.writeBigUInt64BE(BigInt(Math.round(at * 1000)), 8);
  return Buffer.concat([header, body]);
}

const at = 1_700_000_000_123.456;

test.each<[number, LogFrame['level']]>([
  [0xa55a_0003, undefined],
  [0xa55a_0002, undefined],
  [0xa55a_0006, 'TRACE'],
  [0xa55a_000a, 'DEBUG'],
  [0xa55a_000e, 'INFO'],
  [0xa55a_000f, 'INFO'],
  [0xa55a_0012, 'WARN'],
  [0xa55a_0016, 'ERROR'],
  [0xa55a_001b, 'FATAL'],
])('type %i has the level %s', (type, level) => {
  expect(new LogFrames().push(frame(type, 'two\nlines ✓'))).toEqual([{ at, text: 'two\nlines ✓', ...(level && { level }) }]);
});

describe('pieces', () => {
  const texts = ['first', '', 'the ✓ third\n', 'x'.repeat(5_000)];
  const all = Buffer.concat(texts.map((text) => frame(0xa55a_0003, text)));

  test.each([1, 2, 3, 7, 16, 17, 1_000, 1_000_000])('of %i bytes give the same frames', (size) => {
    const frames = new LogFrames();
    const got: string[] = [];
    for (let start = 0; start < all.length; start += size) got.push(...frames.push(all.subarray(start, start + size)).map(({ text }) => text));
    expect(got).toEqual(texts);
    expect(frames.skippedBytes).toBe(0);
  });
});

test('what is between frames is skipped, also where it looks like the beginning of one', () => {
  const frames = new LogFrames();
  const huge = Buffer.from([0xa5, 0x5a, 0, 3, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
  const garbage = Buffer.concat([Buffer.from('plain text\n'), Buffer.from([0xa5, 0xa5, 0x5a, 0x00]), huge]);
  const got = frames.push(Buffer.concat([garbage, frame(0xa55a_0003, 'one'), Buffer.from('junk'), frame(0xa55a_0002, '{}')]));
  expect(got.map(({ text }) => text)).toEqual(['one', '{}']);
  expect(frames.skippedBytes).toBe(garbage.length + 4);
});

test('a frame that never ends is held no longer than the largest frame', () => {
  const frames = new LogFrames();
  const header = frame(0xa55a_0003, '').subarray(0, 16);
  header.writeUInt32BE(1024 * 1024, 4);
  expect(frames.push(header)).toEqual([]);
  expect(frames.push(Buffer.alloc(1024 * 1024))).toHaveLength(1);
  expect(frames.push(frame(0xa55a_0003, 'next'))).toHaveLength(1);
});

test('the bytes may be used again by who gave them', () => {
  const frames = new LogFrames();
  const bytes = frame(0xa55a_0003, 'kept');
  const piece = Buffer.from(bytes.subarray(0, 18));
  frames.push(piece);
  piece.fill(0);
  expect(frames.push(bytes.subarray(18))[0]?.text).toBe('kept');
});
