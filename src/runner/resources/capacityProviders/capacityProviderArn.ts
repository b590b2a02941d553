import type { Identity } from '../../../lambda/arn.ts';
import { capacityProviderErrors } from './capacityProviderErrors.ts';

export function capacityProviderArn(identity: Identity, name: string): string {
  return `${prefixOf(identity)}${name}`;
}

/** The name of what a caller names by name or ARN. Throws LambdaError for an ARN of another Region or account: it is not found here. */
export function capacityProviderName(identity: Identity, nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const prefix = prefixOf(identity);
  if (!nameOrArn.startsWith(prefix)) throw capacityProviderErrors.notFound(nameOrArn);
  return nameOrArn.slice(prefix.length);
}

function prefixOf({ partition, region, account }: Identity): string {
  return `arn:${partition}:lambda:${region}:${account}:capacity-provider:`;
}
