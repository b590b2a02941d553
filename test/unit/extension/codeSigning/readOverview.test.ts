import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { SigningJob } from '../../../../src/aws/signer/signerApi.ts';
import { CodedError } from '../../../../src/common/codedError.ts';
import { type OverviewReading, readOverview } from '../../../../src/extension/codeSigning/reading/readOverview.ts';
import type { OverviewRow } from '../../../../src/protocol/webview/codeSigning.ts';
import { configArn, jobArn, jobId, profileVersion } from './signingFixtures.ts';

const release = profileVersion('release');
const functions: readonly (readonly FunctionConfiguration[])[] = [
  [
    { FunctionName: 'signed', SigningProfileVersionArn: release, SigningJobArn: jobArn(1) },
    { FunctionName: 'old', SigningProfileVersionArn: release, SigningJobArn: jobArn(2) },
    { FunctionName: 'plain' },
  ],
  [{ FunctionName: 'image', PackageType: 'Image' }, { FunctionName: 'secret' }, { FunctionName: 'free' }],
];
const job = (digit: number): SigningJob => ({
  id: jobId(digit), arn: jobArn(digit), status: 'Succeeded', reason: undefined, profileName: 'release', profileVersion: 'v', createdAt: undefined, completedAt: undefined,
  signatureExpiresAt: new Date(Date.UTC(2030, 0, digit)), requestedBy: undefined, revoked: digit === 2 ? { reason: 'leaked', at: undefined } : undefined,
});

function reading(more: Partial<OverviewReading> = {}) {
  const calls: string[] = [];
  const totals: number[] = [];
  let running = 0;
  let most = 0;
  const called = async <T>(name: string, answer: T): Promise<T> => {
    calls.push(name);
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return answer;
  };
  const made: OverviewReading = {
    api: {
      listFunctions: async (marker) => ({ items: functions[marker === undefined ? 0 : 1] ?? [], ...(marker === undefined && { next: 'more' }) }),
      getFunctionCodeSigningConfig: (name) => {
        if (name === 'secret') throw new CodedError('accessDenied', 'You may not.');
        return called('function', name === 'free' ? undefined : configArn);
      },
      getCodeSigningConfig: () =>
        called('config', {
          CodeSigningConfigId: 'csc-1', CodeSigningConfigArn: configArn, LastModified: '', AllowedPublishers: { SigningProfileVersionArns: [release] },
          CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' as const }, Description: '',
        }),
    },
    signer: async () => ({ jobs: () => called('jobs', [job(1)]), job: (id: string) => called(`job ${id}`, job(2)) }),
    now: () => Date.UTC(2026, 0, 1),
    signal: new AbortController().signal,
    onRows: (_rows, total) => totals.push(total),
    ...more,
  };
  return { made, calls, totals, most: () => most };
}

const byName = (rows: readonly OverviewRow[]) => Object.fromEntries(rows.map((row) => [row.functionName, row]));

describe('the overview', () => {
  it('says of every function what Lambda and Signer say', async () => {
    const { made, totals } = reading();
    const rows = byName(await readOverview(made));
    expect(rows['signed']).toEqual({
      functionName: 'signed', packageType: 'Zip', policy: 'Enforce', configId: 'csc-1', signed: true, profileVersionArn: release, jobArn: jobArn(1), signer: 'release',
      expires: '2030-01-01T00:00:00.000Z', verdict: { allowed: true, failed: [] },
    });
    expect(rows['old']?.verdict).toEqual({ allowed: false, failed: ['revocation'] });
    expect(rows['plain']?.verdict).toEqual({ allowed: false, failed: ['mismatch'] });
    expect([rows['image']?.packageType, rows['image']?.verdict]).toEqual(['Image', { allowed: true, failed: [] }]);
    expect([rows['secret']?.problem, rows['secret']?.verdict]).toEqual(['You may not.', undefined]);
    expect([rows['free']?.policy, rows['free']?.verdict]).toEqual([undefined, { allowed: true, failed: [] }]);
    expect(totals).toEqual([3, 3, 3, 6, 6, 6]);
  });

  it('asks for little, and not for everything at once', async () => {
    const { made, calls, most } = reading();
    await readOverview(made);
    expect(calls.filter((name) => name === 'config')).toHaveLength(1);
    expect(calls.filter((name) => name === 'jobs')).toHaveLength(1);
    expect(calls.filter((name) => name.startsWith('job '))).toEqual([`job ${jobId(2)}`]);
    expect(most()).toBeLessThanOrEqual(4);
  });

  it('comes without Signer, and without what it knows', async () => {
    const { made } = reading({ signer: () => Promise.reject(new CodedError('accessDenied', 'no')) });
    const rows = byName(await readOverview(made));
    expect(rows['old']).not.toHaveProperty('expires');
    expect(rows['old']?.verdict).toEqual({ allowed: true, failed: [] });
  });

  it('ends when it is not wanted any more', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const { made } = reading({
      signal: abort.signal,
      onRows: (rows) => {
        seen.push(...rows.map(({ functionName }) => functionName));
        abort.abort(new Error('stop'));
      },
    });
    await expect(readOverview(made)).rejects.toThrow('stop');
    expect(seen).toHaveLength(1);
  });

  it('cannot be had where functions cannot be listed', async () => {
    const { made } = reading();
    await expect(readOverview({ ...made, api: { ...made.api, listFunctions: () => Promise.reject(new CodedError('accessDenied', 'no')) } })).rejects.toThrow('no');
  });
});
