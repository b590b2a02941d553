import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRootFile } from '../../../../src/runner/signing/rootFile.ts';
import { signingTrust } from '../../../../src/runner/signing/signingTrust.ts';
import { testCertificate } from '../../../shared/signing/testCertificates.ts';
import { pem } from '../../../shared/signing/testSignature.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';

const [one, other] = ['One', 'Other'].map((name) => testCertificate({ name, authority: true }).der);
const roots = [new Uint8Array(one ?? []), new Uint8Array(other ?? [])] as const;
const certificate = (der: Uint8Array): string => pem(der, 'CERTIFICATE');

async function fileOf(content: string | Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), 'root');
  await writeFile(file, content);
  return file;
}

test.each<[string, string | Uint8Array, readonly Uint8Array[]]>([
  ['DER', roots[0], [roots[0]]],
  ['PEM', certificate(roots[0]), [roots[0]]],
  ['PEM of several, with text between and lines of Windows', `One\n${certificate(roots[0])}Other\n${certificate(roots[1])}`.replaceAll('\n', '\r\n'), roots],
])('a root file: %s', async (_, content, expected) => {
  expect(await readRootFile(await fileOf(content))).toEqual(expected);
});

test.each<[string, string | Uint8Array]>([
  ['empty', ''],
  ['text', 'no certificate'],
  ['a key', pem(roots[0], 'PRIVATE KEY')],
  ['damaged PEM', certificate(roots[0]).replaceAll('A', 'B')],
  ['half of a certificate', roots[0].subarray(0, 200)],
  ['one of two that is damaged', certificate(roots[0]) + certificate(roots[1].subarray(0, 200))],
  ['too large', Buffer.alloc(1_100_000, certificate(roots[0]))],
])('no root file: %s', async (_, content) => {
  const file = await fileOf(content);
  await expect(readRootFile(file)).rejects.toMatchObject({ code: 'SIGNING_ROOT_UNUSABLE', message: expect.stringContaining(file) });
});

test('a certificate that the system reads and the verifier does not is no root: it would end each verification', async () => {
  const odd = Buffer.from(roots[0]);
  // Basic constraints that are no sequence.
  odd[odd.indexOf('30030101ff', 0, 'hex')] = 0x18;
  expect(new X509Certificate(odd).subject).toBe('CN=One');
  for (const content of [odd, certificate(roots[1]) + certificate(odd)]) {
    await expect(readRootFile(await fileOf(content))).rejects.toMatchObject({ code: 'SIGNING_ROOT_UNUSABLE' });
  }
});

test('a folder is no root file', async () => {
  await expect(readRootFile(await temporaryFolder())).rejects.toMatchObject({ code: 'SIGNING_ROOT_UNUSABLE' });
});

test('the service and the files as they are now are trusted; what cannot be read is told once, and again when it has been well', async () => {
  const warnings: string[] = [];
  const file = await fileOf('none yet');
  const trust = signingTrust({
    service: { roots: () => Promise.resolve([roots[0]]), revocations: () => Promise.resolve([]) },
    rootFiles: () => [file],
    logger: { warn: (message) => warnings.push(message) },
  });
  expect([await trust.roots(), await trust.roots()]).toEqual([[roots[0]], [roots[0]]]);
  expect(warnings).toEqual([expect.stringContaining(file)]);
  await writeFile(file, certificate(roots[1]));
  expect(await trust.roots()).toEqual(roots);
  await writeFile(file, 'gone again');
  expect(await trust.roots()).toEqual([roots[0]]);
  expect(warnings).toHaveLength(2);
});

test('an authority that cannot be used is not trusted, and the files still are', async () => {
  const file = await fileOf(roots[1]);
  const service = { roots: () => Promise.reject(new Error('exposed')), revocations: () => Promise.resolve([]) };
  const trust = signingTrust({ service, rootFiles: () => [file], logger: { warn() {} } });
  expect(await trust.roots()).toEqual([roots[1]]);
});
