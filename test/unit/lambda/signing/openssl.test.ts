import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { integer, objectIdentifier, octetString, sequence, setOf, tagged } from '../../../../src/lambda/signing/make/der.ts';
import { certificateOf } from '../../../../src/lambda/signing/signature/readCertificate.ts';
import { certificateHashes } from '../../../../src/lambda/signing/signature/certificateHashes.ts';
import { nodeSigningPlatform } from '../../../../src/node/signing/nodeSigningPlatform.ts';
import { allPassed, contentOf, sampleEntries, sharedChain, signatureName, summaryOf, verifyBytes } from '../../../shared/signing/signedPackage.ts';
import { jobArn, pem, profileVersionArn, testSignature } from '../../../shared/signing/testSignature.ts';
import { writeZip } from '../../../shared/signing/zipWriter.ts';
import { needs } from '../../../shared/toolchain.ts';

/** Another implementation of CMS and of certificates, both ways. */
describe('openssl', () => {
  needs('openssl');
  let folder = '';
  const at = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-openssl-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes certificates, attributes and a signature that are valid', async () => {
    makeAuthority();
    const content = contentOf(sampleEntries);
    writeFileSync(at('content'), content);
    const digest = openssl('dgst', '-sha384', '-r', 'content').toString().slice(0, 96);
    writeFileSync(at('attributes.cnf'), attributes(digest));
    openssl('asn1parse', '-genconf', 'attributes.cnf', '-noout', '-out', 'attributes.der');
    openssl('dgst', '-sha384', '-sign', 'signer.key', '-out', 'signature', 'attributes.der');
    const signer = readFileSync(at('signer.der'));
    const { issuer, serialNumber } = certificateOf(signer);
    const algorithm = sequence(objectIdentifier('2.16.840.1.101.3.4.2.2'));
    const signedAttributes = Uint8Array.from(readFileSync(at('attributes.der')));
    signedAttributes[0] = 0xa0;
    const info = sequence(
      integer(Uint8Array.of(1)),
      sequence(Uint8Array.from(issuer), integer(serialNumber)),
      algorithm,
      signedAttributes,
      sequence(objectIdentifier('1.2.840.10045.4.3.3')),
      octetString(readFileSync(at('signature'))),
    );
    const data = sequence(objectIdentifier('1.2.840.113549.1.7.1'));
    const signedData = sequence(integer(Uint8Array.of(1)), setOf(algorithm), data, tagged(0, signer), setOf(info));
    const file = pem(sequence(objectIdentifier('1.2.840.113549.1.7.2'), tagged(0, signedData)));
    const root = readFileSync(at('root.der'));

    const verification = await verifyBytes(writeZip([...sampleEntries, { name: signatureName, body: file }]), { roots: [root] });
    expect(summaryOf(verification)).toBe(allPassed);
    expect(verification.signature).toMatchObject({ jobArn, profileVersionArn, expiry: '2036-01-01T00:00:00.000Z' });
    expect(accepts(file, content, 'root.pem')).toBe(true);
  });

  it.each([false, true])('verifies what is valid here (lengths marked at the end: %s)', async (indefinite) => {
    const { signer, authority, root } = sharedChain();
    const content = contentOf(sampleEntries);
    const file = testSignature(content, { signer, certificates: [signer, authority], indefinite });
    expect(summaryOf(await verifyBytes(writeZip([...sampleEntries, { name: signatureName, body: file }])))).toBe(allPassed);
    writeFileSync(at('root.pem'), pem(root.der, 'CERTIFICATE'));
    expect(accepts(file, content, 'root.pem')).toBe(true);
    expect(accepts(file, Uint8Array.from(content, (byte) => byte ^ 1), 'root.pem')).toBe(false);
  });

  it('finds the hashes of certificates that AWS Signer asks for', () => {
    makeAuthority();
    const hashes = ['signer', 'root'].map((name) => {
      openssl('asn1parse', '-inform', 'DER', '-in', `${name}.der`, '-strparse', '4', '-noout', '-out', `${name}.tbs`);
      return openssl('dgst', '-sha384', '-r', `${name}.tbs`).toString().slice(0, 96);
    });
    const [ofSigner = '', ofRoot = ''] = hashes;
    const chain = ['signer', 'root'].map((name) => certificateOf(readFileSync(at(`${name}.der`))));
    expect(certificateHashes(chain, nodeSigningPlatform)).toEqual([ofSigner + ofRoot, ofRoot + ofRoot]);
  });

  function makeAuthority(): void {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-sha384', '-nodes'];
    const usage = ['-addext', 'keyUsage=critical,keyCertSign'];
    openssl('req', '-x509', ...key, '-subj', '/CN=OpenSSL root', '-days', '3650', ...usage, '-keyout', 'root.key', '-out', 'root.pem');
    openssl('req', ...key, '-subj', '/CN=OpenSSL signer', '-keyout', 'signer.key', '-out', 'signer.csr');
    writeFileSync(at('signer.cnf'), 'keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n');
    const issued = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-sha384', '-days', '3650', '-extfile', 'signer.cnf'];
    openssl('x509', '-req', '-in', 'signer.csr', ...issued, '-out', 'signer.pem');
    for (const name of ['root', 'signer']) openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
  }

  /** Signed when the certificates were made, which is now. */
  function attributes(digest: string): string {
    const now = new Date(Date.now() + 60_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
    const values = [
      ['1.2.840.113549.1.9.3', 'OID:1.2.840.113549.1.7.1'],
      ['1.2.840.113549.1.9.4', `FORMAT:HEX,OCTETSTRING:${digest}`],
      ['1.2.840.113549.1.9.5', `GENERALIZEDTIME:${now}`],
      ['1.3.187.137.1.2', `UTF8:${jobArn}`],
      ['1.3.187.137.1.3', 'GENERALIZEDTIME:20360101000000Z'],
      ['1.3.187.137.1.4', `UTF8:${profileVersionArn}`],
    ];
    const sections = values.map(([id = '', value = ''], index) => `[a${index}]\nid=OID:${id}\nvalues=SET:v${index}\n[v${index}]\nvalue=${value}\n`);
    return `asn1=SET:attributes\n[attributes]\n${values.map((_, index) => `a${index}=SEQUENCE:a${index}\n`).join('')}${sections.join('')}`;
  }

  function accepts(file: string, content: Uint8Array, root: string): boolean {
    writeFileSync(at('file'), file);
    writeFileSync(at('signed'), content);
    try {
      openssl('cms', '-verify', '-binary', '-inform', 'PEM', '-in', 'file', '-content', 'signed', '-CAfile', root, '-purpose', 'any', '-out', 'out');
      return true;
    } catch {
      return false;
    }
  }
});
