import { type LambdaError, lambdaErrors } from '../../../lambda/lambdaError.ts';
import { commit, type DocumentTable } from '../../store/documentTable.ts';
import { withProvider } from '../capacityProviders/capacityProviderQueue.ts';
import { withConfig } from '../codeSigning/codeSigningConfigs.ts';
import { codeSigningErrors } from '../codeSigning/codeSigningErrors.ts';
import { mappingChanges } from '../eventSourceMappings/mappingChanges.ts';
import type { RegionResources } from '../regionResources.ts';
import type { TaggedResource } from './taggedResource.ts';

interface ResourceArn {
  readonly arn: string;
  /** `event-source-mapping` … */
  readonly kind: string;
  readonly id: string;
}

/** What has its tags in the table of tags. */
export function taggedDocument(region: RegionResources, resource: ResourceArn): TaggedResource {
  const { tables, store } = region;
  const { arn } = resource;
  const kind = kinds[resource.kind] ?? noKind;
  const check = (): void => {
    if (!isHere(region, resource) || !kind.table(region).has(resource.id)) throw kind.notFound(arn);
  };
  return {
    tags() {
      check();
      return tables.tags.get(arn)?.tags ?? {};
    },
    exclusive: (task) => kind.exclusive(region, resource, task),
    async put(tags) {
      check();
      await commit(store, [Object.keys(tags).length === 0 ? tables.tags.deleting(arn) : tables.tags.putting(arn, { tags })]);
    },
  };
}

interface ResourceKind {
  readonly table: (region: RegionResources) => Pick<DocumentTable<never>, 'has'>;
  /** As changes and deletions of the resource itself run. */
  readonly exclusive: (region: RegionResources, resource: ResourceArn, task: () => Promise<void>) => Promise<void>;
  /** In the kind's own words. Source: answers of the service. */
  readonly notFound: (arn: string) => LambdaError;
}

/** Network connectors have tags too, but the Local region has none of them. */
const noKind: ResourceKind = {
  table: () => ({ has: () => false }),
  exclusive: (_region, _resource, task) => task(),
  notFound: (arn) => lambdaErrors.notFound(`Network connector not found: ${arn}`),
};

/** By what stands in the ARN. */
const kinds: Readonly<Record<string, ResourceKind>> = {
  'event-source-mapping': {
    table: ({ tables }) => tables.eventSourceMappings,
    exclusive: ({ queue }, _resource, task) => queue.run(mappingChanges, task),
    notFound: (arn) => lambdaErrors.notFound(`Event source mapping not found: ${arn}`),
  },
  'code-signing-config': {
    table: ({ tables }) => tables.codeSigningConfigs,
    exclusive: (region, { arn }, task) => withConfig(region, arn, task),
    notFound: codeSigningErrors.notFound,
  },
  'capacity-provider': {
    table: ({ tables }) => tables.capacityProviders,
    exclusive: (region, { id }, task) => withProvider(region, id, task),
    notFound: (arn) => lambdaErrors.notFound(`Capacity provider not found: ${arn}`),
  },
};

function isHere({ identity: { partition, region, account } }: RegionResources, { arn, kind, id }: ResourceArn): boolean {
  return arn === `arn:${partition}:lambda:${region}:${account}:${kind}:${id}`;
}
