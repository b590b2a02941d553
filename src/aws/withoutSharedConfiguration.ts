import type { LambdaClientConfig } from '@aws-sdk/client-lambda';

type Read = 'defaultsMode' | 'useDualstackEndpoint' | 'useFipsEndpoint' | 'authSchemePreference' | 'disableClockSkewCorrection' | 'userAgentAppId';

/** What the SDK's clients would read the shared configuration files for, which say nothing of the Local region and may be large. */
export const withoutSharedConfiguration: Pick<LambdaClientConfig, Read> = {
  defaultsMode: 'legacy',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: ['sigv4'],
  disableClockSkewCorrection: true,
  userAgentAppId: '',
};
