import { expect, test } from 'vitest';

import {
  createAuthority,
  developmentRootName,
  issueSigner,
  type KeyAndCertificate,
  loadSigner,
} from '../../../../../src/lambda/signing/make/developmentAuthority.ts';
import { encodePem } from '../../../../../src/lambda/signing/pem.ts';
import { signatureFile, type SignatureStatement } from '../../../../../src/lambda/signing/make/signatureFile.ts';
import { nodeSigningPlatform as platform } from '../../../../../src/node/signing/nodeSigningPlatform.ts';
import { openssl } from './openssl.ts';

const now = Date.UTC(2026, 2, 4, 5, 6, 7);
const day = 86_400_000;
const names = { profileName: 'my_profile', profileVersion: 'abcDEF1234' };
const content = Uint8Array.from({ length: 48 }, (_, index) => index);

async function made(at = now) {
  const authority = await createAuthority(at, platform);
  const root = await loadSigner(authority, platform);
  const signer = await issueSigner(root, names, at, platform);
  return { authority, root, signer, loaded: await loadSigner(signer, platform) };
}

const pem = (der: Uint8Array): string => encodePem('CERTIFICATE', der);

test('OpenSSL reads the root as a certificate authority of ten years', async () => {
  const { authority } = await made();
  const text = await openssl(['x509', '-in', 'root.pem', '-noout', '-text'], { 'root.pem': pem(authority.certificate) });
  expect(text).toContain(`Subject: CN = ${developmentRootName}`);
  expect(text).toContain('ASN1 OID: secp384r1');
  expect(text).toContain('Signature Algorithm: ecdsa-with-SHA384');
  expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
  expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
  expect(text).toContain('Not Before: Mar  3 05:06:07 2026 GMT');
  expect(text).toContain('Not After : Mar  3 05:06:07 2036 GMT');
});

test('OpenSSL verifies a signer of the root, which is for signing code alone', async () => {
  const { authority, signer } = await made();
  const files = { 'root.pem': pem(authority.certificate), 'signer.pem': pem(signer.certificate) };
  const text = await openssl(['x509', '-in', 'signer.pem', '-noout', '-text'], files);
  expect(text).toContain('Subject: OU = my_profile, CN = Lambda Workbench signer abcDEF1234');
  expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
  expect(text).toMatch(/Extended Key Usage: \s*Code Signing\n/);
  expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
  const at = ['-attime', String(now / 1000)];
  const verified = await openssl(['verify', '-x509_strict', ...at, '-CAfile', 'root.pem', '-purpose', 'any', 'signer.pem'], files);
  expect(verified).toContain('signer.pem: OK');
  await expect(openssl(['verify', ...at, '-CAfile', 'root.pem', '-purpose', 'sslserver', 'signer.pem'], files)).rejects.toThrow();
});

test('a signer is valid for a year, and no longer than its root', async () => {
  const { root, loaded } = await made();
  expect(loaded.facts.notAfter - now).toBe(365 * day);
  const late = root.facts.notAfter - day;
  const signer = await loadSigner(await issueSigner(root, names, late, platform), platform);
  expect(signer.facts.notAfter).toBe(root.facts.notAfter);
  const error = { code: 'SIGNING_AUTHORITY_EXPIRED' };
  await expect(issueSigner(root, names, root.facts.notAfter + day, platform)).rejects.toMatchObject(error);
  await expect(issueSigner(root, names, root.facts.notBefore - day, platform)).rejects.toMatchObject(error);
});

test('dates from 2050 on are written as GeneralizedTime', async () => {
  const { authority, signer } = await made(Date.UTC(2049, 11, 31));
  const files = { 'root.pem': pem(authority.certificate), 'signer.pem': pem(signer.certificate) };
  expect(await openssl(['x509', '-in', 'root.pem', '-noout', '-dates'], files)).toContain('notAfter=Dec 31 00:00:00 2059 GMT');
  const parsed = await openssl(['asn1parse', '-in', 'root.pem'], files);
  expect(parsed).toContain('UTCTIME           :491230000000Z');
  expect(parsed).toContain('GENERALIZEDTIME   :20591231000000Z');
});

test.each<[string, string, (good: KeyAndCertificate, other: KeyAndCertificate) => KeyAndCertificate]>([
  ['a damaged key', 'SIGNING_KEY_DAMAGED', ({ certificate, privateKey }) => ({ certificate, privateKey: privateKey.slice(0, -9) })],
  ['a damaged certificate', 'SIGNING_CERTIFICATE_DAMAGED', (good) => ({ ...good, certificate: good.certificate.slice(0, 100) })],
  ['another one’s certificate', 'SIGNING_KEY_MISMATCH', (good, { certificate }) => ({ ...good, certificate })],
])('%s is refused', async (_, code, change) => {
  const { authority, signer } = await made();
  await expect(loadSigner(change(signer, authority), platform)).rejects.toMatchObject({ code });
});

test('OpenSSL verifies a signature, and reads the attributes that are signed', async () => {
  const { authority, loaded } = await made();
  const statement: SignatureStatement = {
    jobArn: 'arn:aws:signer:us-east-1:000000000000:/signing-jobs/7f3c1e1e-0000-4000-8000-000000000000',
    profileVersionArn: 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/my_profile/abcDEF1234',
    signingTime: now + 999,
    expiry: Date.UTC(2037, 5, 4, 5, 6, 7),
    signer: loaded,
    chain: [authority.certificate],
  };
  const signature = await signatureFile(content, statement, platform);
  expect(signature).toMatch(/^-----BEGIN PKCS7-----\n(?:[A-Za-z0-9+/=]{64}\n)*[A-Za-z0-9+/=]{1,64}\n-----END PKCS7-----\n$/);
  const files = { 'sf.pem': signature, content, 'root.pem': pem(authority.certificate) };
  const inputs = ['-inform', 'PEM', '-in', 'sf.pem', '-binary', '-content', 'content'];
  const trust = ['-CAfile', 'root.pem', '-purpose', 'any', '-attime', String(now / 1000), '-out', 'verified'];
  expect(await openssl(['cms', '-verify', ...inputs, ...trust], files)).toMatch(/Verification successful/i);
  const changed = { ...files, content: content.with(5, 77) };
  await expect(openssl(['cms', '-verify', ...inputs, ...trust], changed)).rejects.toThrow(/content verify error/);
  const printed = await openssl(['cms', '-cmsout', '-print', '-inform', 'PEM', '-in', 'sf.pem', '-noout'], files);
  expect(printed).toMatch(/signingTime[^]*?UTCTIME:Mar {2}4 05:06:07 2026 GMT/);
  expect(printed).toMatch(/\(1\.3\.187\.137\.1\.2\)\s+set:\s+UTF8STRING:arn:aws:signer:us-east-1:000000000000:\/signing-jobs\/7f3c1e1e/);
  expect(printed).toMatch(/\(1\.3\.187\.137\.1\.3\)\s+set:\s+GENERALIZEDTIME:Jun {2}4 05:06:07 2037 GMT/);
  expect(printed).toMatch(/\(1\.3\.187\.137\.1\.4\)\s+set:\s+UTF8STRING:arn:aws:signer:[^\n]*\/signing-profiles\/my_profile\/abcDEF1234/);
  expect(printed).toMatch(/eContent: <ABSENT>/);
});

test('signatures of any r and s are well formed', async () => {
  const { authority, loaded } = await made();
  const statement = { jobArn: 'j', profileVersionArn: 'p', signingTime: now, expiry: now, signer: loaded, chain: [authority.certificate] };
  const args = ['cms', '-verify', '-inform', 'PEM', '-in', 'sf', '-binary', '-content', 'content', '-CAfile', 'r', '-purpose', 'any'];
  for (let count = 0; count < 12; count += 1) {
    const files = { sf: await signatureFile(content, statement, platform), content, r: pem(authority.certificate) };
    await openssl([...args, '-attime', String(now / 1000), '-out', 'verified'], files);
  }
});
