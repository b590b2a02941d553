import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withoutSignature } from '../../../../src/extension/codeSigning/packing/withoutSignature.ts';
import { byteSourceOf } from '../../../../src/lambda/signing/byteSource.ts';
import { createAuthority, issueSigner, loadSigner } from '../../../../src/lambda/signing/make/developmentAuthority.ts';
import { signPackage } from '../../../../src/lambda/signing/make/signPackage.ts';
import { nodeSigningPlatform as platform } from '../../../../src/node/signing/nodeSigningPlatform.ts';
import { readZip } from '../../../../src/runner/store/archives/zipReader.ts';
import { writeZip } from '../../../shared/signing/zipWriter.ts';
import { jobArn, profileVersion } from './signingFixtures.ts';

const now = Date.UTC(2026, 2, 4);
const handler = { name: 'index.mjs', body: 'export const handler = 1;\n'.repeat(20), deflated: true };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-unsigned-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function signed(zip: Uint8Array): Promise<Buffer> {
  const authority = await loadSigner(await createAuthority(now, platform), platform);
  const signer = await loadSigner(await issueSigner(authority, { profileName: 'release', profileVersion: 'AbCdEfGh12' }, now, platform), platform);
  const statement = { jobArn: jobArn(1), profileVersionArn: profileVersion('release'), signingTime: now, expiry: now + 1e9, signer, chain: [authority.certificate] };
  const pieces: Buffer[] = [];
  await signPackage(byteSourceOf(zip), statement, platform, { write: async (bytes) => void pieces.push(Buffer.from(bytes)) });
  return Buffer.concat(pieces);
}

async function stripped(zip: Uint8Array): Promise<Buffer | undefined> {
  await writeFile(join(folder, 'signed.zip'), zip);
  const done = await withoutSignature(join(folder, 'signed.zip'), join(folder, 'unsigned.zip'), new AbortController().signal);
  return done ? readFile(join(folder, 'unsigned.zip')) : undefined;
}

const names = async (zip: Buffer) => (await readZip(zip)).map(({ name }) => name);

it('takes the signature off, so that the package can be signed again', async () => {
  const rest = await stripped(await signed(writeZip([handler, { name: 'lib/größe.txt', body: 'stored' }])));
  expect(rest && (await names(rest))).toEqual(['index.mjs', 'lib/größe.txt', 'META_INF/']);
  expect(rest && (await names(await signed(rest)))).toContain('META_INF/aws_signer_signature_v1.0.SF');
});

it('leaves alone what has no signature at its end', async () => {
  expect(await stripped(writeZip([handler]))).toBeUndefined();
  expect(await stripped(writeZip([{ name: 'META_INF/aws_signer_signature_v1.0.SF', body: 'x' }, handler]))).toBeUndefined();
  await expect(readFile(join(folder, 'unsigned.zip'))).rejects.toThrow('ENOENT');
});
