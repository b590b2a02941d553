import type { Handler } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { refuseDuplicate } from './duplicateMapping.ts';
import type { EventSourceMappings } from './eventSourceMappings.ts';
import { mappedFunction } from './mappedFunction.ts';
import { mappingAnswer } from './mappingAnswer.ts';
import { mappingChanges } from './mappingChanges.ts';
import { checkMembers, checkSettings, checkUpdate } from './mappingChecks.ts';
import type { MappingTransition } from './mappingLife.ts';
import { changedSettings } from './mappingSettings.ts';
import { kindOf } from './sourceKinds.ts';
import type { EventSourceMappingDocument } from './storedEventSourceMapping.ts';

export function updateEventSourceMapping(region: RegionResources, mappings: EventSourceMappings): Handler<'UpdateEventSourceMapping'> {
  const { identity, functions, queue } = region;
  return ({ UUID: uuid, FunctionName: functionName, Enabled: enabled, ...input }) =>
    queue.run(mappingChanges, async () => {
      const { document } = mappings.settled(uuid, 'update');
      const kind = kindOf(document.source);
      if (kind === undefined) throw new Error(`The event source mapping ${uuid} has a source of no kind.`);
      checkMembers(kind, input);
      checkUpdate(input);
      const settings = changedSettings(kind, document.settings, input);
      checkSettings(kind, settings);
      const functionArn =
        functionName === undefined ? document.functionArn : mappedFunction(functions, 'UpdateEventSourceMapping', functionName);
      const next = { functionArn, enabled: enabled ?? document.enabled, source: document.source, settings };
      refuseDuplicate(mappings, next, uuid);
      return mappingAnswer(identity, await mappings.put(uuid, transitionOf(document, next), next));
    });
}

function transitionOf(before: EventSourceMappingDocument, after: Pick<EventSourceMappingDocument, 'enabled'>): MappingTransition {
  if (before.enabled === after.enabled) return 'Updating';
  return after.enabled ? 'Enabling' : 'Disabling';
}
