import { objectIdentifier, sequence } from './der.ts';

/** Object identifiers of certificates (RFC 5280, RFC 5480, RFC 5758) and of CMS (RFC 5652). */
export const objectIds = {
  commonName: '2.5.4.3',
  organizationalUnit: '2.5.4.11',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha384: '2.16.840.1.101.3.4.2.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
} as const;

/** What AWS Signer signs beside the content. No genuine sample is public: they are as an independent verifier reads them. */
export const signerAttributes = {
  jobArn: '1.3.187.137.1.2',
  expiry: '1.3.187.137.1.3',
  profileVersionArn: '1.3.187.137.1.4',
} as const;

/** Without parameters, as RFC 5754 and RFC 5758 say. */
export const sha384Algorithm = sequence(objectIdentifier(objectIds.sha384));
export const ecdsaAlgorithm = sequence(objectIdentifier(objectIds.ecdsaWithSha384));
