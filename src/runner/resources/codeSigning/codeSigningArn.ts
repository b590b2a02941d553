import type { Identity } from '../../../lambda/arn.ts';

export function codeSigningConfigArn(identity: Identity, id: string): string {
  return `${prefixOf(identity)}${id}`;
}

/** Undefined for the ARN of another Region or account. */
export function codeSigningConfigId(identity: Identity, arn: string): string | undefined {
  const prefix = prefixOf(identity);
  return arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
}

function prefixOf({ partition, region, account }: Identity): string {
  return `arn:${partition}:lambda:${region}:${account}:code-signing-config:`;
}
