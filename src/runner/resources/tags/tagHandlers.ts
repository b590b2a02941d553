import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { listTags, tagResource, untagResource } from './tagResource.ts';

export function tagHandlers(region: RegionResources): Handlers {
  return {
    TagResource: tagResource(region),
    UntagResource: untagResource(region),
    ListTags: listTags(region),
  };
}
