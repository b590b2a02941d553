import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { existing, refuseTemplate } from '../functions/functionAccess.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { RegionResources } from '../regionResources.ts';
import type { TaggedResource } from './taggedResource.ts';

/** Tags are part of a function: a change of them gives it a new RevisionId. Source: answers of the service. */
export function taggedFunction({ functions }: RegionResources, action: string, arn: string): TaggedResource {
  const { name, qualifier } = namedFunction(functions.identity, action, arn);
  if (qualifier !== undefined) {
    throw lambdaErrors.invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return {
    tags: () => existing(functions, name).tags,
    exclusive: (task) => functions.exclusive(name, task),
    async put(tags) {
      refuseTemplate(existing(functions, name), action);
      const document = functions.document(name);
      if (document === undefined) return;
      await functions.put(name, { ...document, tags, latest: { ...document.latest, revisionId: functions.uuid() } });
    },
  };
}
