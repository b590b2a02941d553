import { describe, expect, it, test } from 'vitest';

import { generalizedTime, utf8String } from '../../../../src/lambda/signing/make/der.ts';
import type { RevocationQuery, RevokedEntity, VerificationPolicy } from '../../../../src/lambda/signing/verification.ts';
import { goldenPackage } from '../../../shared/signing/goldenPackage.ts';
import { allPassed, sampleEntries, sharedChain, signatureEntry, signatureName, signedZip, summaryOf, verifyBytes } from '../../../shared/signing/signedPackage.ts';
import { type CertificateRequest, codeSigning, testCertificate, testChain } from '../../../shared/signing/testCertificates.ts';
import { jobArn, profileVersionArn, type SignatureRequest, signedAt, testSignature } from '../../../shared/signing/testSignature.ts';
import { type WrittenEntry, writeZip } from '../../../shared/signing/zipWriter.ts';

const changed = 'contentChanged passed passed passed';
const malformed = 'malformedSignature notChecked notChecked notChecked';
const invalid = 'signatureInvalid notChecked notChecked notChecked';
const none: WrittenEntry = { name: '' };
const [first = none, folder = none, text = none, empty = none, metaInf = none] = sampleEntries;
const signature = signatureEntry(sampleEntries);

it('takes a package that was signed once, and tells its digest', async () => {
  const { zip, root } = goldenPackage();
  const verification = await verifyBytes(zip, { roots: [root] });
  expect(summaryOf(verification)).toBe(allPassed);
  expect(verification.signature?.digest.found).toBe('9dbeaa6412bfa41396c04016c634b4e7228edf28dd354325f2e0115fbc76d49b090697a2ba201d99ea835410735415f9');
});

/** All entries, each written in that way. */
function all(change: Partial<WrittenEntry>): readonly WrittenEntry[] {
  return [...sampleEntries, signature].map((entry) => Object.assign({}, entry, change));
}

describe('content', () => {
  test.each<[string, readonly WrittenEntry[], string]>([
    ['as signed', [...sampleEntries, signature], allPassed],
    ['the signature in another place', [signature, ...sampleEntries], allPassed],
    ['packed otherwise', [{ ...first, deflated: false }, folder, { ...text, deflated: true, level: 9 }, empty, metaInf, signature], allPassed],
    ['other times', all({ time: 0x4a21_0000 }), allPassed],
    ['described after the body', all({ descriptor: 'signed' }), allPassed],
    ['described without a signature', all({ descriptor: 'unsigned' }), allPassed],
    ['sizes of 64 bits', all({ zip64: true }), allPassed],
    ['sizes of 64 bits behind the body', all({ zip64: true, descriptor: 'wide' }), allPassed],
    ['an entry renamed', [{ ...first, name: 'index.cjs' }, folder, text, empty, metaInf, signature], changed],
    ['entries in another order', [text, folder, first, empty, metaInf, signature], changed],
    ['a byte changed', [first, folder, { ...text, body: 'storeD' }, empty, metaInf, signature], changed],
    ['an entry more', [...sampleEntries, { name: 'more', body: '' }, signature], changed],
    ['an entry less', [first, folder, text, metaInf, signature], changed],
    ['without META_INF/', [first, folder, text, empty, signature], changed],
    ['without its signature', sampleEntries, 'notChecked unsigned notChecked notChecked'],
    ['nothing at all', [], 'notChecked unsigned notChecked notChecked'],
    ['the signature of another package', [...sampleEntries, signatureEntry([first])], changed],
    ['another name for the signature', [...sampleEntries, { ...signature, name: 'META-INF/aws_signer_signature_v1.0.SF' }], 'notChecked unsigned notChecked notChecked'],
    ['a name twice', [...sampleEntries, { name: 'empty', body: 'x' }, signature], 'duplicateEntry[empty] notChecked notChecked notChecked'],
    ['two signatures', [...sampleEntries, signature, signature], `duplicateEntry[${signatureName}] notChecked notChecked notChecked`],
  ])('%s', async (_, entries, expected) => {
    expect(summaryOf(await verifyBytes(writeZip(entries)))).toBe(expected);
  });

  it('has digests to compare where it changed', async () => {
    const { signature: evidence } = await verifyBytes(writeZip([first, signature]));
    expect(evidence?.digest.found).toMatch(/^[0-9a-f]{96}$/);
    expect(evidence?.digest.found).not.toBe(evidence?.digest.signed);
  });
});

describe('signature file', () => {
  const { signer, authority } = sharedChain();
  const p256 = testCertificate({ name: 'Small', issuer: authority, extended: [codeSigning], curve: 'P-256' });
  const attributes = ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.5', '1.3.187.137.1.2', '1.3.187.137.1.3', '1.3.187.137.1.4'];
  test.each<[string, Partial<SignatureRequest>, string]>([
    ['lengths marked at the end', { indefinite: true }, allPassed],
    ['fractions of a second', { expiry: Uint8Array.of(24, 19, ...Buffer.from('20371228091926.806Z')) }, allPassed],
    ['SHA-256', { digest: 'sha256' }, malformed],
    ['a key of P-256', { signer: p256, certificates: [p256, authority] }, invalid],
    ["another's key", { key: authority.key }, invalid],
    ['two signers', { signers: 2 }, malformed],
    ['no signer', { signers: 0 }, malformed],
    ['no certificates', { certificates: [] }, malformed],
    ["not the signer's certificate", { certificates: [authority] }, malformed],
    ['33 certificates', { certificates: [signer, ...Array.from({ length: 32 }, () => authority)] }, malformed],
    ['content inside', { attached: true }, malformed],
    ['version 3', { version: 3 }, malformed],
    ['another PEM', { label: 'CMS' }, malformed],
    ['an expiry that is no time', { expiry: utf8String('20300101000000Z') }, malformed],
    ['an expiry on no day', { expiry: Uint8Array.of(24, 15, ...Buffer.from('20300230000000Z')) }, malformed],
    ...attributes.map((without): [string, Partial<SignatureRequest>, string] => [`without ${without}`, { without }, malformed]),
    ...attributes.map((twice): [string, Partial<SignatureRequest>, string] => [`with ${twice} twice`, { twice }, malformed]),
  ])('%s', async (_, request, expected) => {
    expect(summaryOf(await verifyBytes(signedZip(sampleEntries, request)))).toBe(expected);
  });

  const good = testSignature(new Uint8Array(48), { signer, certificates: [signer] });
  test.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['no PEM', 'hello'],
    ['DER', Buffer.from(good.split('\n').slice(1, -2).join(''), 'base64')],
    ['cut base64', good.replace(/.{10}\n-----END/, '\n-----END')],
    ['two blocks', good + good],
    ['something before it', `x\n${good}`],
    ['a megabyte and more', good + ' '.repeat(1_100_000)],
    ['nested a thousand deep', `-----BEGIN PKCS7-----\n${Buffer.alloc(4_000, Buffer.from([0x30, 0x80])).toString('base64')}\n-----END PKCS7-----\n`],
    ['bytes after it', `-----BEGIN PKCS7-----\n${Buffer.from([0x30, 0, 0]).toString('base64')}\n-----END PKCS7-----\n`],
  ])('that is %s', async (_, body) => {
    expect(summaryOf(await verifyBytes(writeZip([...sampleEntries, { name: signatureName, body }])))).toBe(malformed);
  });

  it('that is cut off anywhere', async () => {
    for (let length = 0; length < good.length - 30; length += 97) {
      const zip = writeZip([...sampleEntries, { name: signatureName, body: good.slice(0, length) }]);
      expect(summaryOf(await verifyBytes(zip)), String(length)).toBe(malformed);
    }
  });
});

describe('chain', () => {
  const failed = (reason: string) => `passed ${reason} notChecked notChecked`;
  const stranger = testCertificate({ name: 'Stranger', authority: true });
  test.each<[string, Partial<CertificateRequest>, Partial<CertificateRequest>, Partial<CertificateRequest>, string]>([
    ['whole', {}, {}, {}, allPassed],
    ['without code signing', { extended: ['1.3.6.1.5.5.7.3.1'] }, {}, {}, failed('wrongKeyUsage')],
    ['with any usage instead', { extended: ['2.5.29.37.0'] }, {}, {}, failed('wrongKeyUsage')],
    ['a key not for signatures', { keyUsage: 0x20 }, {}, {}, failed('wrongKeyUsage')],
    ['an authority for servers', {}, { extended: ['1.3.6.1.5.5.7.3.1'] }, {}, failed('wrongKeyUsage')],
    ['an authority for code', {}, { extended: [codeSigning] }, {}, allPassed],
    ['an authority that is none', {}, { authority: false, keyUsage: 0x04 }, {}, failed('untrustedChain')],
    ['an authority whose key may not', {}, { keyUsage: 0x80 }, {}, failed('untrustedChain')],
    ['a path that is too long', {}, {}, { pathLength: 0 }, failed('untrustedChain')],
    ['a path that is long enough', {}, { pathLength: 0 }, { pathLength: 1 }, allPassed],
    ['issued with another key', {}, { signedBy: stranger.key }, {}, failed('untrustedChain')],
    ['issued with SHA-1', {}, { digest: 'sha1' }, {}, failed('untrustedChain')],
    ['an extension that nobody knows', {}, { unknownCritical: true }, {}, failed('untrustedChain')],
    ['one on the signer', { unknownCritical: true }, {}, {}, failed('untrustedChain')],
    ['over at signing', { until: '2026-05-31T00:00:00Z' }, {}, {}, failed('certificateExpiredAtSigning')],
    ['over since', { until: '2026-06-02T00:00:00Z' }, {}, {}, allPassed],
    ['not begun at signing', {}, { from: '2026-06-02T00:00:00Z' }, {}, failed('certificateExpiredAtSigning')],
    ['a root that was over', {}, {}, { until: '2026-05-01T00:00:00Z' }, failed('certificateExpiredAtSigning')],
  ])('%s', async (_, ofSigner, ofAuthority, ofRoot, expected) => {
    const { root, authority, signer } = testChain(ofSigner, ofAuthority, ofRoot);
    const zip = signedZip(sampleEntries, { signer, certificates: [authority, signer] });
    expect(summaryOf(await verifyBytes(zip, { roots: [root.der] }))).toBe(expected);
  });

  it('ends at no root that is trusted', async () => {
    const { root, authority, signer } = sharedChain();
    const zip = signedZip(sampleEntries, { certificates: [signer, authority, root] });
    const verification = await verifyBytes(zip, { roots: [stranger.der] });
    expect(summaryOf(verification)).toBe(failed('untrustedChain'));
    expect(verification.signature?.chain.map(({ trusted }) => trusted)).toEqual([false, false, false]);
  });

  it('has a link missing', async () => {
    expect(summaryOf(await verifyBytes(signedZip(sampleEntries, { certificates: [sharedChain().signer] })))).toBe(failed('untrustedChain'));
  });

  it('is told from signer to root', async () => {
    const { signature: evidence } = await verifyBytes(signedZip());
    expect(evidence).toMatchObject({ jobArn, profileVersionArn, signingTime: new Date(signedAt).toISOString(), expiry: '2030-01-01T00:00:00.000Z' });
    expect(evidence?.chain.map(({ subject, trusted }) => [subject, trusted])).toEqual([
      ['CN=Test signer', false],
      ['CN=Test authority', false],
      ['CN=Test root', true],
    ]);
  });
});

describe('statements', () => {
  const revoked = (...entities: readonly RevokedEntity[]): Partial<VerificationPolicy> => ({ revocations: () => Promise.resolve(entities) });
  test.each<[string, Partial<VerificationPolicy>, string]>([
    ['allowed', { allowedProfileVersions: ['x', profileVersionArn] }, allPassed],
    ['not allowed', { allowedProfileVersions: ['x'] }, 'passed profileNotAllowed passed passed'],
    ['none allowed', { allowedProfileVersions: [] }, 'passed profileNotAllowed passed passed'],
    ['at its expiry', { now: Date.parse('2030-01-01T00:00:00Z') }, allPassed],
    ['past its expiry', { now: Date.parse('2030-01-01T00:00:00.001Z') }, 'passed passed signatureExpired passed'],
    ['job revoked', revoked('certificate', 'job'), 'passed passed passed jobRevoked'],
    ['profile revoked', revoked('profile', 'certificate'), 'passed passed passed profileRevoked'],
    ['certificate revoked', revoked('certificate'), 'passed passed passed certificateRevoked'],
    ['nobody knows', { revocations: () => Promise.reject(new Error('no route')) }, 'passed passed passed revocationUnknown'],
    [
      'all at once',
      { ...revoked('job'), allowedProfileVersions: [], now: Date.parse('2031-01-01T00:00:00Z') },
      'passed profileNotAllowed signatureExpired jobRevoked',
    ],
  ])('%s', async (_, policy, expected) => {
    expect(summaryOf(await verifyBytes(signedZip(), policy))).toBe(expected);
  });

  it('asks for revocations of signers that are known, and of no others', async () => {
    const asked: RevocationQuery[] = [];
    const revocations = (query: RevocationQuery) => {
      asked.push(query);
      return Promise.resolve([]);
    };
    await verifyBytes(signedZip(), { revocations, roots: [] });
    await verifyBytes(signedZip(sampleEntries, { key: sharedChain().authority.key }), { revocations });
    expect(asked).toEqual([]);
    await verifyBytes(signedZip(), { revocations });
    expect(asked).toMatchObject([{ jobArn, profileVersionArn, platformId: 'AWSLambda-SHA384-ECDSA', signingTime: '2026-06-01T12:00:00.000Z' }]);
    expect(asked[0]?.certificateHashes.every((hash) => /^[0-9a-f]{192}$/.test(hash))).toBe(true);
    const [ofSigner = '', ofAuthority = '', ofRoot = ''] = asked[0]?.certificateHashes ?? [];
    expect(ofSigner.slice(96)).toBe(ofAuthority.slice(0, 96));
    expect(ofAuthority.slice(96)).toBe(ofRoot.slice(0, 96));
    expect(ofRoot.slice(96)).toBe(ofRoot.slice(0, 96));
  });

  it('takes signing times of either form', async () => {
    const zip = signedZip(sampleEntries, { signingTime: Uint8Array.of(23, 13, ...Buffer.from('260601120000Z')) });
    expect((await verifyBytes(zip)).signature?.signingTime).toBe('2026-06-01T12:00:00.000Z');
    expect(summaryOf(await verifyBytes(signedZip(sampleEntries, { signingTime: generalizedTime(signedAt) })))).toBe(allPassed);
  });
});

it('stops when it is told to', async () => {
  const { verifyPackage } = await import('../../../../src/lambda/signing/verifyPackage.ts');
  const { byteSourceOf } = await import('../../../../src/lambda/signing/byteSource.ts');
  const { nodeSigningPlatform } = await import('../../../../src/node/signing/nodeSigningPlatform.ts');
  const policy = { roots: [], allowedProfileVersions: undefined, now: 0, revocations: () => Promise.resolve([]) };
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(verifyPackage(byteSourceOf(signedZip()), policy, nodeSigningPlatform, { signal })).rejects.toThrow('enough');
});
