import type { CapacityProvider, CapacityProviderState } from '@aws-sdk/client-lambda';

import type { Identity } from '../../../lambda/arn.ts';
import { timeAnswer } from '../timeAnswer.ts';
import { capacityProviderArn } from './capacityProviderArn.ts';
import type { CapacityProviderDocument } from './storedCapacityProvider.ts';

export function capacityProviderAnswer(
  identity: Identity,
  name: string,
  document: CapacityProviderDocument,
  state: CapacityProviderState,
): CapacityProvider {
  const { lastModified, ...settings } = document;
  return {
    CapacityProviderArn: capacityProviderArn(identity, name),
    State: state,
    ...settings,
    LastModified: timeAnswer(lastModified),
  };
}
