import { isOfNetwork } from '../environment/credentials/credentialsUnavailable.ts';
import { CodedError } from '../../common/codedError.ts';
import type { LayerReason } from './layerUnavailable.ts';

/** By the name of what the SDK threw. */
const byName: Readonly<Record<string, LayerReason>> = {
  ResourceNotFoundException: 'notFound',
  AccessDeniedException: 'accessDenied',
  CredentialsProviderError: 'noCredentials',
  TokenProviderError: 'noCredentials',
  ExpiredTokenException: 'credentialsRefused',
  ExpiredToken: 'credentialsRefused',
  UnrecognizedClientException: 'credentialsRefused',
  InvalidClientTokenId: 'credentialsRefused',
  InvalidSignatureException: 'credentialsRefused',
  MissingAuthenticationTokenException: 'credentialsRefused',
};

/** What a failed GetLayerVersionByArn means. */
export function layerReason(error: unknown): LayerReason {
  if (error instanceof CodedError) return 'noCredentials';
  if (isOfNetwork(error)) return 'network';
  if (!(error instanceof Error)) return 'service';
  return (Object.hasOwn(byName, error.name) ? byName[error.name] : undefined) ?? (isOfNetwork(error.cause) ? 'network' : 'service');
}
