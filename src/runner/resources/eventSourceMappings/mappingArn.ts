import type { Identity } from '../../../lambda/arn.ts';

export function mappingArn({ partition, region, account }: Identity, uuid: string): string {
  return `arn:${partition}:lambda:${region}:${account}:event-source-mapping:${uuid}`;
}
