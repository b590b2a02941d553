import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PutSigningProfileCommand } from '@aws-sdk/client-signer';
import { expect, test } from 'vitest';

import { openAuthority, readAuthority } from '../../../../src/runner/signing/authorityFile.ts';
import { nodeSigningPlatform as platform } from '../../../../src/node/signing/nodeSigningPlatform.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';
import { openSigningRegion, platformId, start } from './signingRegion.ts';

/** Windows has no modes. */
const posix = test.skipIf(process.platform === 'win32');

async function options(system: string = process.platform) {
  return { path: join(await temporaryFolder(), 'signing', 'authority.pem'), system, platform };
}

test('an authority is made once, and is the same from then on', async () => {
  const given = await options();
  expect(await readAuthority(given)).toBeUndefined();
  const made = await openAuthority(given, start);
  expect((await openAuthority(given, start + 1)).certificate).toEqual(made.certificate);
  expect(await readdir(dirname(given.path))).toEqual(['authority.pem']);
});

test('of those who make it at the same time, one wins', async () => {
  const given = await options();
  const made = await Promise.all(Array.from({ length: 8 }, () => openAuthority(given, start)));
  const [first] = made;
  for (const one of made) expect(one.certificate).toEqual(first?.certificate);
  expect(await readdir(dirname(given.path))).toEqual(['authority.pem']);
});

test('what was left of making one goes away when the service starts, and copies of users stay', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'signing', 'authority.pem');
  await mkdir(dirname(path));
  for (const name of ['authority.pem.7f3c1e1e-1234-4abc-8def-0123456789ab', 'authority.pem.bak', 'authority.pem.2026-03-04']) {
    await writeFile(join(dirname(path), name), 'key');
  }
  await openSigningRegion({ folder });
  expect(await readdir(dirname(path))).toEqual(['authority.pem.2026-03-04', 'authority.pem.bak']);
});

posix('only its user may read it', async () => {
  const given = await options();
  await openAuthority(given, start);
  expect((await stat(given.path)).mode & 0o777).toBe(0o600);
});

posix.each([0o604, 0o640, 0o620, 0o666])('with the mode %o it is refused', async (mode) => {
  const given = await options();
  await openAuthority(given, start);
  await chmod(given.path, mode);
  const message = expect.stringContaining(`chmod 600 '${given.path}'`);
  await expect(openAuthority(given, start)).rejects.toMatchObject({ code: 'SIGNING_KEY_EXPOSED', message });
  // An access list decides on Windows.
  expect(await readAuthority({ ...given, system: 'win32' })).toBeDefined();
});

test.each<[string, (text: string) => string, string]>([
  ['nothing', () => '', 'SIGNING_KEY_DAMAGED'],
  ['no certificate', (text) => text.slice(0, text.indexOf('-----BEGIN CERTIFICATE')), 'SIGNING_KEY_DAMAGED'],
  ['another key', (text) => text.replace(/(BEGIN PRIVATE KEY-----\n).{20}/, '$1AAAAAAAAAAAAAAAAAAAA'), 'SIGNING_KEY_DAMAGED'],
  ['half a certificate', (text) => text.replace(/(BEGIN CERTIFICATE-----\n)[^]{260}/, '$1'), 'SIGNING_CERTIFICATE_DAMAGED'],
])('a file with %s is refused, and kept', async (_, change, code) => {
  const given = await options();
  await openAuthority(given, start);
  const text = change(await readFile(given.path, 'utf8'));
  await writeFile(given.path, text);
  const error = await openAuthority(given, start).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code, message: expect.stringContaining(given.path) });
  expect(await readFile(given.path, 'utf8')).toBe(text);
});

posix('a link is not followed', async () => {
  const given = await options();
  const other = await options();
  await openAuthority(other, start);
  await mkdir(dirname(given.path), { recursive: true });
  await symlink(other.path, given.path);
  await expect(openAuthority(given, start)).rejects.toMatchObject({ code: 'SIGNING_KEY_DAMAGED' });
});

posix('a key that others may read signs nothing, and is in no answer and no log', async () => {
  const region = await openSigningRegion();
  await region.client.send(new PutSigningProfileCommand({ profileName: 'ab', platformId }));
  expect((await region.sign('ab')).status).toBe(200);
  await chmod(region.authorityFile, 0o644);
  const response = await region.sign('ab');
  const told = await response.text();
  expect(response.status).toBe(500);
  expect(told).toContain('chmod 600');
  const [, key = 'none'] = /BEGIN PRIVATE KEY-----\n(.{40})/.exec(await readFile(region.authorityFile, 'utf8')) ?? [];
  expect(told + region.errors.join('')).not.toContain(key);
  await expect(region.signing.roots()).rejects.toMatchObject({ code: 'SIGNING_KEY_EXPOSED' });
});
