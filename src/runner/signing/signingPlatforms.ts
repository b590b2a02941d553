import { signingPlatformId } from '../../lambda/signing/verification.ts';

/**
 * The platforms of AWS Signer that the Local region signs for: Lambda's alone. Display name: AWS Signer Developer Guide, "Creating
 * profiles"; size: that of the largest package. Partner and target are the parts of its name, as with AWS's other platforms.
 */
export const signingPlatforms = [
  {
    platformId: signingPlatformId,
    displayName: 'AWS Lambda',
    partner: 'AWSLambda',
    target: 'SHA384-ECDSA',
    maxSizeInMB: 250,
    revocationSupported: true,
  },
] as const;

export const platformDisplayName = signingPlatforms[0].displayName;
