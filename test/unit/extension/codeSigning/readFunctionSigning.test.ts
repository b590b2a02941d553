import { describe, expect, it } from 'vitest';
import type { FunctionCode } from '../../../../src/aws/codeApi.ts';
import type { SigningJob, SigningProfile } from '../../../../src/aws/signer/signerApi.ts';
import { CodedError } from '../../../../src/common/codedError.ts';
import type { CheckedAgainst, StoredPackage } from '../../../../src/extension/codeSigning/packages/packageVerifier.ts';
import { JobDetails } from '../../../../src/extension/codeSigning/reading/jobDetails.ts';
import { type FunctionReadingParts, readFunctionSigning } from '../../../../src/extension/codeSigning/reading/readFunctionSigning.ts';
import { configArn, jobArn, jobId, profileVersion, unsigned, verified } from './signingFixtures.ts';

const release = profileVersion('release');
const code: FunctionCode = {
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  packageType: 'Zip',
  sha256: 'own',
  size: 3_000_000,
  signedBy: { profileVersionArn: release, jobArn: jobArn(1) },
  layers: [{ arn: 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:4', size: 10, signedBy: {} }],
};
const profile: SigningProfile = {
  name: 'release', version: 'AbCdEfGh12', arn: release.slice(0, release.lastIndexOf('/')), versionArn: release, status: 'Active', validity: { value: 2, unit: 'YEARS' },
};
const job = (digit: number, profileName: string, day: number): SigningJob => ({
  id: jobId(digit), arn: jobArn(digit), status: 'Succeeded', reason: undefined, profileName, profileVersion: 'AbCdEfGh12', createdAt: new Date(Date.UTC(2026, 0, day)),
  completedAt: undefined, signatureExpiresAt: new Date(Date.UTC(2030, 0, day)), requestedBy: undefined, revoked: undefined,
});

function parts(more: Partial<FunctionReadingParts> = {}) {
  const reports: string[] = [];
  const against: CheckedAgainst[] = [];
  const verifier = {
    verify: async (stored: StoredPackage, checked: CheckedAgainst) => {
      against.push(checked);
      return 'functionName' in stored.code ? verified() : unsigned;
    },
  };
  const reading: FunctionReadingParts = {
    functionName: 'orders',
    connection: { label: 'prod · eu-west-1', id: 'aws:prod:eu-west-1' },
    api: {
      getFunctionCode: async () => code,
      getLayerVersion: async () => ({ Content: { CodeSha256: 'layer' } }),
      downloadCode: () => Promise.reject(new Error('not asked here')),
      getFunctionCodeSigningConfig: async () => configArn,
      getCodeSigningConfig: async () => ({
        CodeSigningConfigId: 'csc-1', CodeSigningConfigArn: configArn, LastModified: '2026-01-01', AllowedPublishers: { SigningProfileVersionArns: [release, profileVersion('gone')] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      }),
    },
    signer: async () => ({
      profile: async (name: string) => (name === 'release' ? profile : undefined),
      jobs: async () => [job(1, 'release', 1), job(2, 'other', 2), job(3, 'release', 3)],
      job: () => Promise.reject(new Error('not asked here')),
      revocations: async () => [],
    }),
    jobDetails: new JobDetails(),
    roots: async () => [],
    verifier,
    now: () => Date.UTC(2026, 0, 1),
    words: {
      reading: (name) => `reading ${name}`,
      validity: ({ value, unit }) => `${value} ${unit}`,
      trustedByLambda: () => 'Lambda’s word',
      downloading: (part, bytes) => `downloading ${part} ${bytes}`,
      checking: (part) => `checking ${part}`,
    },
    signal: new AbortController().signal,
    report: (text) => reports.push(text),
    ...more,
  };
  return { reading, reports, against };
}

describe('what the page shows of a function', () => {
  it('is its configuration, publishers, parts and jobs', async () => {
    const { reading, against } = parts();
    const view = await readFunctionSigning(reading);
    expect(view.config).toEqual({ id: 'csc-1', arn: configArn, description: '', policy: 'Enforce', lastModified: '2026-01-01' });
    expect(view.publishers).toEqual([
      { profileVersionArn: release, profileName: 'release', status: 'Active', validity: '2 YEARS' },
      { profileVersionArn: profileVersion('gone'), profileName: 'gone', status: 'unknown' },
    ]);
    expect(view.parts.map(({ kind, name, deployment }) => [kind, name, deployment])).toEqual([
      ['package', 'orders', { allowed: true, failed: [] }],
      ['layer', 'tools:4', { allowed: false, failed: ['mismatch'] }],
    ]);
    expect(view.jobs.map(({ id }) => id)).toEqual([jobId(3), jobId(1)]);
    expect(against[0]?.allowedProfileVersions).toEqual([release, profileVersion('gone')]);
    expect(view).not.toHaveProperty('signerProblem');
  });

  it('tells why a job has failed, when and why one was revoked, and asks once for either', async () => {
    const asked: string[] = [];
    const listed: readonly SigningJob[] = [
      { ...job(1, 'release', 1), status: 'Failed' },
      { ...job(2, 'release', 2), revoked: { reason: undefined, at: undefined } },
      job(3, 'release', 3),
    ];
    const details = async (id: string): Promise<SigningJob> => {
      asked.push(id);
      const found = listed.find((each) => each.id === id) ?? job(9, 'none', 9);
      return found.status === 'Failed'
        ? { ...found, reason: 'It is signed already.' }
        : { ...found, reason: 'Signing Succeeded', revoked: { reason: 'leaked', at: new Date(Date.UTC(2026, 0, 5)) } };
    };
    const { reading } = parts();
    const signer = async () => ({ profile: async () => profile, jobs: async () => listed, job: details, revocations: async () => [] });
    for (let count = 0; count < 2; count += 1) {
      const { jobs } = await readFunctionSigning({ ...reading, signer });
      expect(jobs.map(({ id, reason, revoked, revokedReason }) => [id, reason, revoked, revokedReason])).toEqual([
        [jobId(3), undefined, undefined, undefined],
        [jobId(2), undefined, '2026-01-05T00:00:00.000Z', 'leaked'],
        [jobId(1), 'It is signed already.', undefined, undefined],
      ]);
    }
    expect(asked.toSorted()).toEqual([jobId(1), jobId(2)]);
  });

  it('shows jobs as they are listed where Signer does not tell more', async () => {
    const { reading } = parts();
    const listed = [{ ...job(2, 'release', 2), revoked: { reason: undefined, at: undefined } }, { ...job(1, 'release', 1), status: 'Failed' as const }];
    const signer = async () => ({
      profile: async () => profile,
      jobs: async () => listed,
      job: () => Promise.reject(new CodedError('accessDenied', 'You may not.')),
      revocations: async () => [],
    });
    const view = await readFunctionSigning({ ...reading, signer });
    expect(view.jobs.map(({ status, revoked, reason }) => [status, revoked, reason])).toEqual([['Succeeded', '', undefined], ['Failed', undefined, undefined]]);
    expect(view.signerProblem).toBeUndefined();
  });

  it('takes another account’s profile of the same name for another one', async () => {
    const { reading } = parts({
      signer: async () => ({ profile: async () => ({ ...profile, arn: profile.arn.replace('123456789012', '999999999999') }), jobs: async () => [], job: async (id) => ({ ...job(1, 'release', 1), id }), revocations: async () => [] }),
    });
    expect((await readFunctionSigning(reading)).publishers[0]).toEqual({ profileVersionArn: release, profileName: 'release', status: 'unknown' });
  });

  it('lets anything be deployed without a configuration', async () => {
    const { reading, against } = parts();
    const view = await readFunctionSigning({ ...reading, api: { ...reading.api, getFunctionCodeSigningConfig: async () => undefined } });
    expect(view.config).toBeUndefined();
    expect(view.parts.map(({ deployment }) => deployment?.allowed)).toEqual([true, true]);
    expect(against[0]?.allowedProfileVersions).toBeUndefined();
  });

  it('says what Signer does not, and shows the rest', async () => {
    const { reading } = parts({ signer: () => Promise.reject(new CodedError('accessDenied', 'You may not.')) });
    const view = await readFunctionSigning(reading);
    expect([view.signerProblem, view.jobs, view.publishers.map(({ status }) => status)]).toEqual(['You may not.', [], ['unknown', 'unknown']]);
    expect(view.parts).toHaveLength(2);
  });

  it('says of a part why it could not be read, and shows the others', async () => {
    const { reading } = parts();
    const view = await readFunctionSigning({ ...reading, api: { ...reading.api, getLayerVersion: () => Promise.reject(new CodedError('accessDenied', 'Not yours.')) } });
    expect(view.parts.map(({ problem, deployment }) => [problem, deployment])).toEqual([[undefined, { allowed: true, failed: [] }], ['Not yours.', undefined]]);
  });

  it('takes Lambda’s word for a chain whose root is not known here, and says so', async () => {
    const { reading } = parts({
      verifier: { verify: async () => verified({ mismatch: { verdict: 'failed', reason: 'untrustedChain' } }) },
    });
    const [own, layer] = (await readFunctionSigning(reading)).parts;
    expect([own?.deployment, own?.note]).toEqual([{ allowed: true, failed: [] }, 'Lambda’s word']);
    // Of the layer Lambda has said nothing.
    expect([layer?.deployment, layer?.note]).toEqual([{ allowed: false, failed: ['mismatch'] }, undefined]);
  });

  it('does not take Lambda’s word for one whose job was revoked since', async () => {
    const found = { verify: async () => verified({ mismatch: { verdict: 'failed', reason: 'untrustedChain' }, revocation: { verdict: 'notChecked' } }) };
    const { reading } = parts({ verifier: found });
    const asked: string[] = [];
    const signer = async () => ({
      profile: async () => profile,
      jobs: async () => [],
      job: async (id: string) => {
        asked.push(id);
        return { ...job(1, 'release', 1), revoked: { reason: 'leaked', at: new Date(0) } };
      },
      revocations: async () => [],
    });
    const [own] = (await readFunctionSigning({ ...reading, signer })).parts;
    expect([own?.deployment, own?.verification?.checks.revocation]).toEqual([
      { allowed: false, failed: ['revocation'] },
      { verdict: 'failed', reason: 'jobRevoked' },
    ]);
    expect(asked).toEqual([jobId(1)]);
  });

  it('has no parts for a container image, of which Lambda says no more', async () => {
    const { reading } = parts();
    const refused = () => Promise.reject(new Error('Code signing is not supported for functions created with container images.'));
    const api = { ...reading.api, getFunctionCode: async () => ({ ...code, packageType: 'Image' as const }), getFunctionCodeSigningConfig: refused };
    const view = await readFunctionSigning({ ...reading, api });
    expect([view.packageType, view.parts]).toEqual(['Image', []]);
  });

  it('is not read to the end where that is not wanted any more', async () => {
    const abort = new AbortController();
    const { reading } = parts({ signal: abort.signal, roots: async () => [] });
    abort.abort(new Error('stop'));
    await expect(readFunctionSigning(reading)).rejects.toThrow('stop');
  });
});
