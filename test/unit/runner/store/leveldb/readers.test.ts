import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';
import { describe, expect, test } from 'vitest';

import { randomFrom } from '../../../../runner/durability/random.ts';
import { crc32c, unmasked } from '../../../../../src/runner/store/leveldb/crc32c.ts';
import { inspectDatabase } from '../../../../../src/runner/store/leveldb/inspect.ts';
import { readLog } from '../../../../../src/runner/store/leveldb/logFile.ts';
import { salvage } from '../../../../../src/runner/store/leveldb/salvage.ts';
import { unpackSnappy } from '../../../../../src/runner/store/leveldb/snappy.ts';
import { readTable } from '../../../../../src/runner/store/leveldb/tableFile.ts';
import { readWriteBatch } from '../../../../../src/runner/store/leveldb/writeBatch.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

describe('checksums', () => {
  // Source: RFC 3720, appendix B.4.
  test.each([
    ['zeros', Buffer.alloc(32), 0x8a9136aa],
    ['ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['rising', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    ['digits', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('%s', (_what, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
    const middle = bytes.length >> 1;
    expect(crc32c(bytes, middle, bytes.length, crc32c(bytes, 0, middle))).toBe(expected);
  });

  test('as they are stored', () => {
    expect(unmasked(((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8)).toBe(0xe3069283);
  });
});

describe('Snappy', () => {
  test.each<[string, readonly number[], string]>([
    ['a literal', [3, 0x08, 0x61, 0x62, 0x63], 'abc'],
    ['a literal with its length behind the tag', [4, 0xf0, 3, 0x61, 0x62, 0x63, 0x64], 'abcd'],
    ['a short copy', [8, 0x0c, 0x61, 0x62, 0x63, 0x64, 0x01, 4], 'abcdabcd'],
    ['a copy that repeats itself', [6, 0x00, 0x61, 0x05, 1], 'aaaaaa'],
    ['a copy of a two-byte offset', [6, 0x08, 0x61, 0x62, 0x63, 0x0a, 3, 0], 'abcabc'],
    ['a copy of a four-byte offset', [6, 0x08, 0x61, 0x62, 0x63, 0x0b, 3, 0, 0, 0], 'abcabc'],
  ])('%s', (_what, packed, expected) => {
    expect(unpackSnappy(Buffer.from(packed)).toString()).toBe(expected);
  });

  test.each<[string, readonly number[]]>([
    ['too little', [4, 0x08, 0x61, 0x62, 0x63]],
    ['too much', [2, 0x08, 0x61, 0x62, 0x63]],
    ['a literal that ends too early', [3, 0x08, 0x61]],
    ['a copy from before the beginning', [6, 0x08, 0x61, 0x62, 0x63, 0x0a, 4, 0]],
    ['a copy of nothing', [6, 0x08, 0x61, 0x62, 0x63, 0x0a, 0, 0]],
    ['a size that cannot be', [0xff, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x61]],
    ['nothing', []],
  ])('refuses %s', (_what, packed) => {
    expect(() => unpackSnappy(Buffer.from(packed))).toThrow(RangeError);
  });
});

test.each([
  ['too short', Buffer.alloc(11)],
  ['of an unknown kind', Buffer.from([...Array<number>(8).fill(0), 1, 0, 0, 0, 7])],
  ['fewer changes than it says', Buffer.from([...Array<number>(8).fill(0), 2, 0, 0, 0, 0, 1, 0x61])],
])('a record of changes is refused: %s', (_what, record) => {
  expect(() => readWriteBatch(record)).toThrow(RangeError);
});

test('garbage of any kind is read without an error, and has no records', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 60; round += 1) {
    const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 3000) }, () => Math.floor(random() * (round % 3 === 0 ? 5 : 256))));
    expect(readLog(bytes).records).toEqual([]);
  }
});

describe('a database that LevelDB wrote', () => {
  const values = new Map<string, string>();

  /** Small files and blocks, so that it compacts; texts that Snappy packs, and some it cannot. */
  async function written(): Promise<string> {
    const folder = await temporaryFolder();
    const random = randomFrom(11);
    values.clear();
    for (let session = 0; session < 3; session += 1) {
      const level = new ClassicLevel(folder, { writeBufferSize: 64 * 1024, blockSize: 1024 });
      for (let index = 0; index < 150; index += 1) {
        const key = `plant!${Math.floor(random() * 200)}`;
        if (random() < 0.2) {
          values.delete(key);
          await level.del(key);
        } else {
          const text = random() < 0.5 ? 'äö😀'.repeat(Math.floor(random() * 400)) : Array.from({ length: 50 }, () => random().toString(36)).join('');
          values.set(key, JSON.stringify({ session, index, text }));
          await level.put(key, values.get(key) ?? '');
        }
      }
      if (session === 1) await level.compactRange('', '\u{10FFFF}');
      await level.close();
    }
    return folder;
  }

  test('is read as LevelDB reads it, with its list of files and without', async () => {
    const folder = await written();
    const { damages, manifest } = await inspectDatabase(folder);
    expect(damages).toEqual([]);
    expect(manifest?.tables.length).toBeGreaterThan(1);
    expect(await salvage(folder, manifest)).toEqual({ documents: values, lostChanges: 0 });
    expect(await salvage(folder, undefined)).toEqual({ documents: values, lostChanges: 0 });
  });

  test('is read without the end of a table', async () => {
    const folder = await written();
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ldb'));
    expect(files.length).toBeGreaterThan(1);
    for (const name of files) {
      const bytes = await readFile(join(folder, name));
      const all = readTable(bytes);
      expect(all.length).toBeGreaterThan(0);
      expect(readTable(bytes.subarray(0, -48))).toEqual(all);
      expect(readTable(Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(8)]))).toEqual(all);
    }
  });
});
