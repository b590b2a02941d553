import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RevokedEntity } from '../../../../src/lambda/signing/verification.ts';
import { createPackageVerifier, type PackageVerifier } from '../../../../src/runner/signing/verify/packageVerifier.ts';
import { allPassed, sharedChain, signedZip, summaryOf } from '../../../shared/signing/signedPackage.ts';
import { expires, jobArn, profileVersionArn } from '../../../shared/signing/testSignature.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';

const zip = signedZip();

interface Given {
  readonly now?: number;
  readonly roots?: readonly Uint8Array[];
  readonly revoked?: readonly RevokedEntity[];
}

function verifierOf({ now = Date.parse('2027-01-01T00:00:00Z'), roots = [sharedChain().root.der], revoked = [] }: Given = {}): PackageVerifier {
  return createPackageVerifier({ trust: { roots: () => Promise.resolve(roots), revocations: () => Promise.resolve(revoked) }, clock: { now: () => now } });
}

async function zipFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'code.zip');
  await writeFile(file, zip);
  return file;
}

test('a file and bytes are the same, and say by whom they are signed', async () => {
  const found = await Promise.all([{ file: await zipFile() }, { bytes: zip }].map((archive) => verifierOf().verify(archive)));
  expect(found.map(summaryOf)).toEqual([allPassed, allPassed]);
  expect(found[0]?.signature).toMatchObject({ profileVersionArn, jobArn });
});

test.each<[string, Given, readonly string[] | undefined, string]>([
  ['a publisher that is allowed', {}, ['x', profileVersionArn], allPassed],
  ['none that is allowed', {}, [], 'passed profileNotAllowed passed passed'],
  ['the profile of another version', {}, [profileVersionArn.slice(0, -1)], 'passed profileNotAllowed passed passed'],
  ['no roots', { roots: [] }, undefined, 'passed untrustedChain notChecked notChecked'],
  ['the last moment', { now: expires }, undefined, allPassed],
  ['a moment later', { now: expires + 1000 }, undefined, 'passed passed signatureExpired passed'],
  ['revoked', { revoked: ['job'] }, undefined, 'passed passed passed jobRevoked'],
])('%s', async (_, given, publishers, summary) => {
  const options = publishers === undefined ? {} : { publishers };
  expect(summaryOf(await verifierOf(given).verify({ bytes: zip }, options))).toBe(summary);
});

test('what nobody waits for any more is not begun, and those behind it are verified', async () => {
  const verifier = verifierOf();
  const gone = new AbortController();
  const all = [{}, { signal: gone.signal }, {}].map((options) => verifier.verify({ bytes: zip }, options));
  gone.abort(new Error('gone'));
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a file that is not there is an error, and no verdict', async () => {
  const verifier = verifierOf();
  await expect(verifier.verify({ file: join(await temporaryFolder(), 'missing.zip') })).rejects.toMatchObject({ code: 'ENOENT' });
  expect(summaryOf(await verifier.verify({ bytes: zip }))).toBe(allPassed);
});
