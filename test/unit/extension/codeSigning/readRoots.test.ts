import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRoots } from '../../../../src/extension/codeSigning/readRoots.ts';
import { createAuthority } from '../../../../src/lambda/signing/make/developmentAuthority.ts';
import { encodePem } from '../../../../src/lambda/signing/pem.ts';
import { nodeSigningPlatform } from '../../../../src/node/signing/nodeSigningPlatform.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-roots-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const unusable = (file: string, why: string) => `${file}: ${why}`;
const certificate = async () => (await createAuthority(Date.now(), nodeSigningPlatform)).certificate;

it('reads certificates in DER, and any number of them in PEM', async () => {
  const [one, two] = [await certificate(), await certificate()];
  await writeFile(join(folder, 'root.der'), one);
  await writeFile(join(folder, 'roots.pem'), `A note\n${encodePem('CERTIFICATE', one)}${encodePem('CERTIFICATE', two)}`);
  const found = await readRoots([join(folder, 'root.der'), join(folder, 'roots.pem')], 'codeSigning.roots', unusable);
  expect(found.map((each) => Buffer.from(each).toString('hex'))).toEqual([one, one, two].map((each) => Buffer.from(each).toString('hex')));
});

it.each([
  ['is not there', undefined],
  ['holds none', 'no certificate'],
])('says which file %s', async (_what, content) => {
  const file = join(folder, 'root.pem');
  if (content !== undefined) await writeFile(file, content);
  await expect(readRoots([file], 'codeSigning.roots', unusable)).rejects.toMatchObject({ code: 'SIGNING_ROOTS_UNUSABLE', details: { file, setting: 'codeSigning.roots' } });
});
