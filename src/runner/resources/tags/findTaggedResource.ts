import type { RegionResources } from '../regionResources.ts';
import { taggedDocument } from './taggedDocument.ts';
import { taggedFunction } from './taggedFunction.ts';
import type { TaggedResource } from './taggedResource.ts';

/** By an ARN that the request was checked for. Throws LambdaError for what never has tags. `action` is IAM's. */
export function findTaggedResource(region: RegionResources, action: string, arn: string): TaggedResource {
  const { kind = '', id = '' } = arnPattern.exec(arn)?.groups ?? {};
  return kind === 'function' ? taggedFunction(region, action, arn) : taggedDocument(region, { arn, kind, id });
}

const arnPattern = /^arn:[^:]+:lambda:[^:]+:\d+:(?<kind>[a-z-]+):(?<id>[^:]+)/;
