/** Object identifiers of CMS (RFC 5652), of its algorithms (RFC 5754, RFC 5758) and of certificates (RFC 5280). */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha384: '2.16.840.1.101.3.4.2.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
  ecPublicKey: '1.2.840.10045.2.1',
  p384: '1.3.132.0.34',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
  anyExtendedKeyUsage: '2.5.29.37.0',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  /** What AWS Signer says beside the content: no genuine sample is public, independent open-source verifiers read these. */
  jobArn: '1.3.187.137.1.2',
  expiry: '1.3.187.137.1.3',
  profileVersionArn: '1.3.187.137.1.4',
} as const;
