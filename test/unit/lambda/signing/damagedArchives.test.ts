import { expect, it, test } from 'vitest';

import { contentOf, sampleEntries, sharedChain, signatureEntry, signedZip, summaryOf, verifyBytes } from '../../../shared/signing/signedPackage.ts';
import { testSignature } from '../../../shared/signing/testSignature.ts';
import { field, type WrittenEntry, writeZip, type ZipOptions } from '../../../shared/signing/zipWriter.ts';

const signature = signatureEntry(sampleEntries);
const [first = { name: '' }, ...others] = sampleEntries;
const damagedFirst = 'damagedArchive[index.mjs]';
const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const stored = 'export const x = 1;\n';

/** The integrity of the sample whose first entry is written in another way. */
test.each<[string, Partial<WrittenEntry>, string]>([
  ['another CRC-32', { crc32: 1 }, damagedFirst],
  ['a larger size', { size: 10_000 }, damagedFirst],
  ['a smaller size', { size: 10 }, damagedFirst],
  ['deflated data that are broken', { packed: bytes(255, 255, 255) }, damagedFirst],
  ['deflated data that end early', { packed: bytes() }, damagedFirst],
  ['bytes behind the deflated data', { packed: Buffer.concat([packedFirst(), bytes(0)]) }, damagedFirst],
  ['another name in its header', { localName: 'index.mjX' }, damagedFirst],
  ['another size in its header', { localSize: 1 }, damagedFirst],
  ['encrypted', { flags: 0x801 }, damagedFirst],
  ['encrypted strongly', { flags: 0x841 }, damagedFirst],
  ['packed by bzip2', { method: 12 }, damagedFirst],
  ['nowhere', { offset: 0xffff_0000 }, damagedFirst],
  ['amid the archive', { offset: 3 }, damagedFirst],
  ['with a name behind a zero', { name: 'index.mjs\0.txt' }, 'damagedArchive[index.mjs\0.txt]'],
  ['without a name', { name: '' }, 'damagedArchive[]'],
  ['a folder with content', { name: 'index/' }, 'damagedArchive[index/]'],
  ['two names', { extra: field(0x7075, bytes(1, 0, 0, 0, 0), Buffer.from('other.mjs')) }, damagedFirst],
  ['the same name twice', { extra: field(0x7075, bytes(1, 0, 0, 0, 0), Buffer.from('index.mjs')) }, 'passed'],
  ['an extra field that is cut off', { extra: bytes(1, 2, 200, 0) }, damagedFirst],
  ['an extra field of a tool', { extra: field(0x5455, bytes(1, 0, 0, 0, 0)) }, 'passed'],
  ['stored with two sizes', { deflated: false, body: stored, size: 3 }, damagedFirst],
])('an entry with %s', async (_, change, expected) => {
  expect((await integrityOf([{ ...first, ...change }, ...others, signature])).split(' ')[0]).toBe(expected);
});

test.each<[string, ZipOptions, string]>([
  ['a comment', { comment: 'made by us' }, 'passed'],
  ['an end record of zip64', { zip64: true }, 'passed'],
  ['bytes before it', { prefix: Buffer.from('#!/usr/bin/env python3\n') }, 'damagedArchive'],
  ['bytes between entries and directory', { gap: Buffer.alloc(9) }, 'damagedArchive'],
  ['bytes after its end', { trailing: Buffer.alloc(9) }, 'damagedArchive'],
  ['another end record in its comment', { comment: writeZip([]) }, 'damagedArchive'],
  ['an end record behind its end', { trailing: writeZip([]) }, 'damagedArchive'],
  ['a larger count', { count: 9 }, 'damagedArchive'],
  ['a smaller count', { count: 2 }, 'damagedArchive'],
])('an archive with %s', async (_, options, expected) => {
  expect(await integrityOf([first, ...others, signature], options)).toBe(expected);
});

it('takes a directory in another order than the entries have', async () => {
  const order = [3, 1, 0, 2, 4, 5];
  const entries = [first, ...others];
  const listed = order.slice(0, 5).map((index) => entries[index] ?? first);
  const { signer, authority } = sharedChain();
  const body = testSignature(contentOf(listed), { signer, certificates: [signer, authority] });
  expect(await integrityOf([...entries, { ...signature, body }], { order })).toBe('passed');
});

it('refuses entries that overlap', async () => {
  const inner = writeZip([{ name: 'inner', body: 'x' }]).subarray(0, 36);
  const entries: WrittenEntry[] = [{ name: 'outer', body: inner }, { name: 'inner', body: 'x', offset: 35 }];
  expect(await integrityOf([...entries, signatureEntry(entries)])).toBe('damagedArchive');
});

it('refuses what is no archive', async () => {
  for (const size of [0, 1, 21, 22, 5_000]) expect(summaryOf(await verifyBytes(Buffer.alloc(size, 7))).split(' ')[0]).toBe('notAnArchive');
});

it('holds for none of its beginnings', async () => {
  const zip = signedZip();
  for (let length = 0; length < zip.length; length += 13) {
    expect(summaryOf(await verifyBytes(zip.subarray(0, length))).split(' ')[0], String(length)).toMatch(/^(notAnArchive|damagedArchive)/);
  }
});

it('reads more entries than 16 bits count, and a hundred names twice among them', async () => {
  const many = Array.from({ length: 66_000 }, (_, index): WrittenEntry => ({ name: `f${index}`, body: index % 9 === 0 ? 'x' : '' }));
  expect(await integrityOf([...many, signatureEntry(many)], { zip64: true })).toBe('passed');
  const twice = [...many, ...many.slice(300, 400)];
  expect(await integrityOf([...twice, signatureEntry(twice)], { zip64: true })).toBe('duplicateEntry[f300]');
}, 30_000);

it('reads entries that are too large to be held, and finds their damage', async () => {
  const body = Buffer.alloc(9_000_000, 'some text that packs well. ');
  for (const deflated of [false, true]) {
    const entries = [first, { name: 'large', body, deflated }, ...others];
    expect(await integrityOf([...entries, signatureEntry(entries)])).toBe('passed');
    for (const lie of [{ crc32: 5 }, ...(deflated ? [{ size: 8_999_999 }, { size: 9_000_001 }, { packed: Buffer.alloc(2_000_000, 1) }] : [])]) {
      const damaged = [first, { name: 'large', body, deflated, ...lie }, ...others];
      expect(await integrityOf([...damaged, signatureEntry(entries)])).toBe('damagedArchive[large]');
    }
  }
}, 30_000);

it('tells of a source that cannot be read', async () => {
  const { verifyPackage } = await import('../../../../src/lambda/signing/verifyPackage.ts');
  const { nodeSigningPlatform } = await import('../../../../src/node/signing/nodeSigningPlatform.ts');
  const entries = [{ name: 'large', body: Buffer.alloc(9_000_000, 'some text'), deflated: true }];
  const zip = writeZip([...entries, signatureEntry(entries)]);
  const policy = { roots: [], allowedProfileVersions: undefined, now: 0, revocations: () => Promise.resolve([]) };
  for (let healthy = 0; healthy < 6; healthy += 1) {
    let reads = 0;
    const source = {
      size: zip.length,
      read: (offset: number, length: number) => {
        reads += 1;
        return reads > healthy ? Promise.reject(new Error('EIO')) : Promise.resolve(zip.subarray(offset, offset + length));
      },
    };
    await expect(verifyPackage(source, policy, nodeSigningPlatform), String(healthy)).rejects.toThrow('EIO');
  }
});

async function integrityOf(entries: readonly WrittenEntry[], options: ZipOptions = {}): Promise<string> {
  return summaryOf(await verifyBytes(writeZip(entries, options))).split(' ')[0] ?? '';
}

function packedFirst(): Buffer {
  const zip = writeZip([{ name: 'a', body: sampleEntries[0]?.body ?? '', deflated: true }]);
  return zip.subarray(31, 31 + zip.readUInt32LE(18));
}
