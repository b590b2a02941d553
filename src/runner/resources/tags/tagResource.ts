import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { findTaggedResource } from './findTaggedResource.ts';
import { checkTagCount } from './newTags.ts';
import type { TaggedResource, Tags } from './taggedResource.ts';

export function tagResource(region: RegionResources): Handler<'TagResource'> {
  return async (input) => {
    const resource = findTaggedResource(region, 'TagResource', input.Resource);
    await changeTags(resource, (tags) => {
      if (Object.keys(input.Tags).length === 0) {
        // The service says no more than this.
        throw lambdaErrors.invalidParameter('An error occurred and the request cannot be processed.');
      }
      const changed = { ...tags, ...input.Tags };
      checkTagCount(changed);
      return changed;
    });
    return {};
  };
}

export function untagResource(region: RegionResources): Handler<'UntagResource'> {
  return async (input) => {
    const resource = findTaggedResource(region, 'UntagResource', input.Resource);
    const removed = new Set(input.TagKeys);
    await changeTags(resource, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
    return {};
  };
}

export function listTags(region: RegionResources): Handler<'ListTags'> {
  return async (input) => ({ Tags: { ...findTaggedResource(region, 'ListTags', input.Resource).tags() } });
}

async function changeTags(resource: TaggedResource, changed: (tags: Tags) => Tags): Promise<void> {
  await resource.exclusive(async () => resource.put(changed(resource.tags())));
}
