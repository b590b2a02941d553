import { execFileSync, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegion, type RunningRegion, runnerFile } from '../shared/region.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function verify(...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [runnerFile, 'verify', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

describe('lambda-workbench verify', () => {
  let region: RunningRegion;
  let folder: TemporaryWorkspace;
  const unsigned = zipBytes([{ name: 'index.mjs', content: "export const handler = async () => 'genuine';" }]);

  beforeAll(async () => {
    region = await openRegion();
    folder = await temporaryWorkspace({ 'not.zip': 'no archive', 'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' });
    await writeFile(folder.path('unsigned.zip'), unsigned);
    await mkdir(folder.path('folder.zip'));
  });

  afterAll(() => region[Symbol.asyncDispose]());

  async function call(method: string, path: string, body?: Uint8Array<ArrayBuffer> | string): Promise<Response> {
    const response = await fetch(`${region.endpoint}${path}`, { method, ...(body !== undefined && { body }), ...(typeof body === 'string' && { headers: { 'content-type': 'application/json' } }) });
    if (!response.ok) throw new Error(await response.text());
    return response;
  }

  /** Has the region sign the package with a profile of its own, and writes it to a file. */
  async function signed(profile: string): Promise<{ readonly file: string; readonly bytes: Buffer; readonly jobId: string; readonly arn: string }> {
    await call('PUT', `/signing-profiles/${profile}`, JSON.stringify({ platformId: 'AWSLambda-SHA384-ECDSA', signatureValidityPeriod: { value: 30, type: 'DAYS' } }));
    const response = await call('POST', `/signing-jobs/with-archive?profileName=${profile}`, new Uint8Array(unsigned));
    const bytes = Buffer.from(await response.arrayBuffer());
    const file = folder.path(`${profile}.zip`);
    await writeFile(file, bytes);
    return { file, bytes, jobId: response.headers.get('x-signer-job-id') ?? '', arn: response.headers.get('x-signer-profile-version-arn') ?? '' };
  }

  const at = (): readonly string[] => ['--endpoint', region.endpoint];

  test('a signed package passes all four checks', async () => {
    const { file, arn } = await signed('passes');
    const { code, stdout } = await verify(file, ...at(), '--allow', arn);
    expect(stdout).toMatch(/^integrity {3}passed\nmismatch {4}passed\nexpiry {6}passed\nrevocation {2}passed\n/);
    expect(stdout).toContain(arn);
    expect(code).toBe(0);
  });

  test('as JSON', async () => {
    const { file, arn } = await signed('json');
    const { code, stdout } = await verify(file, ...at(), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'valid', checks: { integrity: { verdict: 'passed' } }, signature: { profileVersionArn: arn } });
    expect(code).toBe(0);
  });

  test('without a region nobody is asked what is revoked, and no root is trusted', async () => {
    const { file } = await signed('alone');
    const { code, stdout } = await verify(file);
    expect(stdout).toContain('mismatch    FAILED: the signer\'s certificates do not lead to a trusted root');
    expect(stdout).toContain('revocation  not checked');
    expect(code).toBe(4);
  });

  test('other content fails integrity', async () => {
    const { bytes } = await signed('changed');
    const changed = Buffer.from(bytes);
    const from = changed.indexOf('genuine');
    changed.write('altered', from);
    await writeFile(folder.path('altered.zip'), changed);
    const { code, stdout } = await verify(folder.path('altered.zip'), ...at());
    expect(stdout).toMatch(/^integrity {3}FAILED: .* \(at index\.mjs\)\n/);
    expect(code).toBe(3);
  });

  test('what is unsigned, or by another profile, fails mismatch', async () => {
    expect(await verify(folder.path('unsigned.zip'), ...at())).toMatchObject({ code: 4, stdout: expect.stringContaining('it is not signed') });
    const { file, arn } = await signed('other');
    const another = `${arn.slice(0, -10)}ABCDEFGHIJ`;
    expect(await verify(file, ...at(), '--allow', another)).toMatchObject({ code: 4, stdout: expect.stringContaining('the signing profile is not among those allowed') });
  });

  test('what has expired by then fails expiry', async () => {
    const { file } = await signed('old');
    const later = new Date(Date.now() + 31 * 86_400_000).toISOString();
    expect(await verify(file, ...at(), '--at', later)).toMatchObject({ code: 5, stdout: expect.stringContaining('expiry      FAILED') });
  });

  test('what a revoked job has signed fails revocation', async () => {
    const { file, jobId } = await signed('revoked');
    await call('PUT', `/signing-jobs/${jobId}/revoke`, JSON.stringify({ reason: 'the key was lost' }));
    expect(await verify(file, ...at())).toMatchObject({ code: 6, stdout: expect.stringContaining('revocation  FAILED: the signing job is revoked') });
  });

  test.each([
    ['a file that is not there', ['missing.zip'], /missing\.zip cannot be read: .*Name a zip that is there\./],
    ['a folder', ['folder.zip'], /folder\.zip cannot be read: it is no regular file/],
    ['roots that are no certificates', ['unsigned.zip', '--roots', 'broken.pem'], /broken\.pem cannot be read/],
    ['a region that does not answer', ['unsigned.zip', '--endpoint', 'http://127.0.0.1:9'], /No Local region answers at http:\/\/127\.0\.0\.1:9/],
  ])('%s: exit code 1, and what to do', async (_, args, message) => {
    const { code, stderr } = await verify(...args.map((arg) => (/\.(?:zip|pem)$/.test(arg) ? folder.path(arg) : arg)));
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('a pipe is not waited for', async () => {
    execFileSync('mkfifo', [folder.path('pipe.zip')]);
    expect(await verify(folder.path('pipe.zip'))).toMatchObject({ code: 1, stderr: expect.stringContaining('it is no regular file') });
  });

  test('what is no zip fails integrity', async () => {
    expect(await verify(folder.path('not.zip'))).toMatchObject({ code: 3, stdout: expect.stringContaining('it is not a zip archive') });
  });
});
