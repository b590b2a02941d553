import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished, expect, test } from 'vitest';

import { byteSourceOf, type ByteSource } from '../../../../../src/lambda/signing/byteSource.ts';
import { createAuthority, issueSigner, loadSigner } from '../../../../../src/lambda/signing/make/developmentAuthority.ts';
import { encodePem } from '../../../../../src/lambda/signing/pem.ts';
import type { SignatureStatement } from '../../../../../src/lambda/signing/make/signatureFile.ts';
import { signPackage } from '../../../../../src/lambda/signing/make/signPackage.ts';
import { verifyPackage } from '../../../../../src/lambda/signing/verifyPackage.ts';
import { nodeSigningPlatform as platform } from '../../../../../src/node/signing/nodeSigningPlatform.ts';
import { type WrittenEntry, writeZip, type ZipOptions } from '../../../../shared/signing/zipWriter.ts';
import { openssl } from './openssl.ts';

const run = promisify(execFile);
const now = Date.UTC(2026, 2, 4, 5, 6, 8);
const expiry = Date.UTC(2037, 5, 4);
const jobArn = 'arn:aws:signer:us-east-1:000000000000:/signing-jobs/7f3c1e1e-0000-4000-8000-000000000000';
const profileVersionArn = 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/my_profile/abcDEF1234';
const signatureName = 'META_INF/aws_signer_signature_v1.0.SF';

async function statement(): Promise<SignatureStatement> {
  const authority = await loadSigner(await createAuthority(now, platform), platform);
  const names = { profileName: 'my_profile', profileVersion: 'abcDEF1234' };
  const signer = await loadSigner(await issueSigner(authority, names, now, platform), platform);
  return { jobArn, profileVersionArn, signingTime: now, expiry, signer, chain: [authority.certificate] };
}

async function signed(unsigned: Uint8Array | ByteSource, given?: SignatureStatement): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const sink = { write: async (bytes: Uint8Array) => void pieces.push(Buffer.from(bytes)) };
  const source = unsigned instanceof Uint8Array ? byteSourceOf(unsigned) : unsigned;
  await signPackage(source, given ?? (await statement()), platform, sink);
  return Buffer.concat(pieces);
}

const verified = (bytes: Uint8Array, roots: readonly Uint8Array[]) =>
  verifyPackage(byteSourceOf(bytes), { roots, allowedProfileVersions: [profileVersionArn], now, revocations: async () => [] }, platform);

/** `unzip` on a file of these bytes. */
async function unzip(bytes: Uint8Array, ...args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-zip-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'a.zip'), bytes);
  const [option = '', ...more] = args;
  return (await run('unzip', [option, join(folder, 'a.zip'), ...more], { maxBuffer: 1e8 })).stdout;
}

const files: readonly WrittenEntry[] = [
  { name: 'index.mjs', body: 'export const handler = async () => 1;\n'.repeat(50), deflated: true },
  { name: 'lib/', body: '' },
  { name: 'lib/größe.txt', body: 'stored' },
  { name: 'lib/streamed.bin', body: 'x'.repeat(5000), deflated: true, descriptor: 'signed' },
];

test.each<[string, readonly WrittenEntry[], ZipOptions]>([
  ['a plain archive', files, {}],
  ['one with a comment', files, { comment: 'made by hand' }],
  ['one with records of zip64', files.map((entry) => Object.assign({ zip64: true }, entry)), { zip64: true, comment: 'wide' }],
  ['one that has META_INF/ already', [{ name: 'META_INF/', body: '' }, ...files], {}],
  ['one whose directory has another order', files, { order: [3, 0, 2, 1] }],
  ['one file', files.slice(0, 1), {}],
])('%s is signed, and passes all checks', async (_, entries, options) => {
  const unsigned = writeZip(entries, options);
  const given = await statement();
  const bytes = await signed(unsigned, given);
  const { checks, signature } = await verified(bytes, given.chain);
  const passed = { verdict: 'passed' };
  expect(checks).toEqual({ integrity: passed, mismatch: passed, expiry: passed, revocation: passed });
  expect(signature).toMatchObject({ jobArn, profileVersionArn, signingTime: new Date(now).toISOString(), expiry: new Date(expiry).toISOString() });
  // What was there is there as it was, and no part of it anew.
  const directory = unsigned.indexOf(Buffer.from('504b0102', 'hex'));
  expect(bytes.subarray(0, directory)).toEqual(unsigned.subarray(0, directory));
  const comment = Buffer.from(String(options.comment ?? ''));
  expect(bytes.subarray(bytes.length - comment.length)).toEqual(comment);
  const before = (await unzip(unsigned, '-Z1')).trim().split('\n');
  const names = (await unzip(bytes, '-Z1')).trim().split('\n');
  expect(names).toEqual([...before, ...(before.includes('META_INF/') ? [] : ['META_INF/']), signatureName]);
  expect(await unzip(bytes, '-tqq')).toBe('');
});

test('the digest is that of the format, as OpenSSL checks it', async () => {
  const given = await statement();
  const bytes = await signed(writeZip(files), given);
  const hash = createHash('sha384');
  for (const { name, body = '' } of [...files, { name: 'META_INF/' }]) hash.update(name).update(body);
  const inputs = { sf: await unzip(bytes, '-p', signatureName), content: hash.digest(), root: encodePem('CERTIFICATE', given.chain[0] ?? new Uint8Array()) };
  const args = ['-inform', 'PEM', '-in', 'sf', '-binary', '-content', 'content', '-CAfile', 'root', '-purpose', 'any', '-attime', String(now / 1000)];
  expect(await openssl(['cms', '-verify', ...args, '-out', 'verified'], inputs)).toMatch(/Verification successful/i);
});

test.each<[string, string, () => Uint8Array, object]>([
  ['no bytes', 'PACKAGE_EMPTY', () => new Uint8Array(), {}],
  ['an archive without entries', 'PACKAGE_EMPTY', () => writeZip([]), {}],
  ['what is no archive', 'PACKAGE_MALFORMED', () => Buffer.from('#!/bin/sh\nexit 1\n'.repeat(9)), { reason: 'notAnArchive' }],
  ['a name that stands twice', 'PACKAGE_MALFORMED', () => writeZip([...files, { name: 'index.mjs' }]), { reason: 'duplicateEntry', entry: 'index.mjs' }],
  ['a wrong CRC-32', 'PACKAGE_MALFORMED', () => writeZip([{ name: 'a', body: 'a', crc32: 1 }]), { reason: 'damagedArchive', entry: 'a' }],
  ['an encrypted entry', 'PACKAGE_MALFORMED', () => writeZip([{ name: 'a', body: 'a', flags: 1 }]), { reason: 'damagedArchive', entry: 'a' }],
  ['bytes before the archive', 'PACKAGE_MALFORMED', () => writeZip(files, { prefix: Buffer.from('#!') }), { reason: 'damagedArchive' }],
  ['bytes behind the archive', 'PACKAGE_MALFORMED', () => writeZip(files, { trailing: Buffer.from('!') }), { reason: 'damagedArchive' }],
  ['a cut archive', 'PACKAGE_MALFORMED', () => writeZip(files).subarray(100), { reason: 'damagedArchive' }],
  ['a signature’s name', 'PACKAGE_ALREADY_SIGNED', () => writeZip([...files, { name: signatureName, body: 'x' }]), {}],
])('%s is not signed: %s', async (_, code, make, details) => {
  const written: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void written.push(bytes) };
  const failing = signPackage(byteSourceOf(make()), await statement(), platform, sink);
  await expect(failing).rejects.toMatchObject({ code, details });
  expect(written).toEqual([]);
});

test('what was signed is not signed again', async () => {
  const given = await statement();
  const once = await signed(writeZip(files), given);
  await expect(signed(once, given)).rejects.toMatchObject({ code: 'PACKAGE_ALREADY_SIGNED' });
});

test('65,534 entries become an archive with zip64’s end', async () => {
  const given = await statement();
  const many = Array.from({ length: 65_534 }, (_, index) => ({ name: index.toString(36) }));
  const bytes = await signed(writeZip(many), given);
  expect((await verified(bytes, given.chain)).checks.integrity).toEqual({ verdict: 'passed' });
  expect((await unzip(bytes, '-Z1')).trim().split('\n')).toHaveLength(65_536);
});

test('a package of 250 MB is read in pieces', async () => {
  const given = await statement();
  const size = 250_000_000;
  const small = writeZip([{ name: 'big', body: '', crc32: 0, size, packedSize: size }]);
  const local = 30 + 3;
  let longest = 0;
  // The file is all zeros, of which there is no copy; its CRC-32 is not looked at.
  const source: ByteSource = {
    size: small.length + size,
    async read(offset, length, buffer) {
      longest = Math.max(longest, length);
      const bytes = buffer?.subarray(0, length) ?? new Uint8Array(length);
      bytes.fill(0);
      const head = small.subarray(Math.min(offset, local), Math.min(offset + length, local));
      bytes.set(head);
      const from = Math.max(offset, local + size);
      if (from < offset + length) bytes.set(shifted(small, local, size).subarray(from - size, offset + length - size), from - offset);
      return bytes;
    },
  };
  let written = 0;
  const sink = {
    write: async (bytes: Uint8Array) => {
      written += bytes.length;
      longest = Math.max(longest, bytes.length);
    },
  };
  await signPackage(source, given, { ...platform, crc32: () => 0 }, sink);
  expect(written).toBeGreaterThan(size);
  expect(longest).toBeLessThanOrEqual(1024 * 1024);
});

/** The archive's end, whose directory has moved. */
function shifted(small: Buffer, local: number, by: number): Buffer {
  const copy = Buffer.from(small);
  copy.writeUInt32LE(local + by, copy.length - 6);
  return copy;
}

test('a signal ends it, and nothing is written', async () => {
  const reason = new Error('enough');
  const sink = { write: () => Promise.reject(new Error('written')) };
  const signing = signPackage(byteSourceOf(writeZip(files)), await statement(), platform, sink, AbortSignal.abort(reason));
  await expect(signing).rejects.toBe(reason);
});
