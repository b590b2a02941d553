import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CheckedAgainst, PackageVerifier } from '../../../../src/extension/codeSigning/packages/packageVerifier.ts';
import { TemporaryFiles } from '../../../../src/extension/codeSigning/packages/temporaryFiles.ts';
import type { PackageVerification, RevocationQuery, RevokedEntity } from '../../../../src/lambda/signing/verification.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { unsigned, verified } from './signingFixtures.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-verifier-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const against: CheckedAgainst = { roots: [], allowedProfileVersions: undefined, revocations: async () => [], connection: 'local' };

const query: RevocationQuery = {
  signingTime: '2026-01-01T00:00:00Z', platformId: 'AWSLambda-SHA384-ECDSA', profileVersionArn: 'p', jobArn: 'j', certificateHashes: ['c'],
};

function verifier(found: PackageVerification = verified()) {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const checked: string[] = [];
  const steps: string[] = [];
  const made = new PackageVerifier({
    clock,
    files: new TemporaryFiles({ folder, pid: 7, isAlive: () => true }),
    verifyFile: async (file, { revocations }) => {
      checked.push(await readFile(file, 'utf8'));
      await revocations?.(query);
      return found;
    },
  });
  const api = {
    downloadCode: async (_code: object, file: string) => {
      await writeFile(file, 'zip');
      return { size: 3, signedBy: {} };
    },
  };
  const verify = (sha256: string | undefined, more: Partial<CheckedAgainst> = {}) =>
    made.verify({ api, code: { functionName: 'f' }, sha256 }, { ...against, ...more }, { signal: new AbortController().signal, onProgress: (step) => steps.push(step) });
  return { made, clock, checked, steps, verify };
}

describe('packages', () => {
  it('are downloaded, checked and removed', async () => {
    const { verify, checked, steps } = verifier();
    expect(await verify('a')).toEqual(verified());
    expect([checked, steps]).toEqual([['zip'], ['downloading', 'checking']]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that were checked are not again, while nothing of it has changed', async () => {
    const { verify, checked, clock } = verifier();
    await verify('a');
    await verify('a');
    clock.advance(9 * 60_000);
    await verify('a');
    expect(checked).toHaveLength(1);
  });

  it.each<readonly [string, string | undefined, Partial<CheckedAgainst>]>([
    ['other content', 'b', {}],
    ['content that nobody knows', undefined, {}],
    ['another connection', 'a', { connection: 'aws:dev:eu-west-1' }],
    ['other publishers', 'a', { allowedProfileVersions: ['p'] }],
    ['other roots', 'a', { roots: [new Uint8Array([1])] }],
  ])('are checked anew for %s', async (_what, sha256, more) => {
    const { verify, checked } = verifier();
    await verify('a');
    await verify(sha256, more);
    expect(checked).toHaveLength(2);
  });

  it('are checked anew when something may have been revoked, or somebody says so', async () => {
    const { made, verify, checked, clock } = verifier();
    await verify('a');
    clock.advance(11 * 60_000);
    await verify('a');
    made.forget();
    await verify('a');
    expect(checked).toHaveLength(3);
  });

  it('are checked anew as soon as Signer says that something of theirs was revoked', async () => {
    const { verify, checked } = verifier();
    const asked: RevocationQuery[] = [];
    let revoked: readonly RevokedEntity[] = [];
    const revocations = async (about: RevocationQuery) => (asked.push(about), revoked);
    await verify('a', { revocations });
    await verify('a', { revocations });
    expect([checked.length, asked]).toEqual([1, [query, query]]);
    revoked = ['job'];
    await verify('a', { revocations });
    expect(checked).toHaveLength(2);
    await verify('a', { revocations });
    await verify('a', { revocations: () => Promise.reject(new Error('Signer is silent.')) });
    expect(checked).toHaveLength(2);
  });

  it('are checked anew when their signature has expired since', async () => {
    const { verify, checked, clock } = verifier(verified({}, '2026-01-01T00:01:00.000Z'));
    await verify('a');
    clock.advance(61_000);
    await verify('a');
    expect(checked).toHaveLength(2);
  });

  it('are checked anew where it could not be asked what is revoked', async () => {
    const { verify, checked } = verifier(verified({ revocation: { verdict: 'failed', reason: 'revocationUnknown' } }));
    await verify('a');
    await verify('a');
    expect(checked).toHaveLength(2);
  });

  it('that are unsigned are found so', async () => {
    expect(await verifier(unsigned).verify('a')).toBe(unsigned);
  });
});
