import type { Handlers } from '../../api/handlers.ts';
import type { RegionResources } from '../regionResources.ts';
import { createEventSourceMapping } from './createEventSourceMapping.ts';
import { EventSourceMappings } from './eventSourceMappings.ts';
import { listEventSourceMappings } from './listEventSourceMappings.ts';
import { mappingAnswer } from './mappingAnswer.ts';
import { mappingChanges } from './mappingChanges.ts';
import { updateEventSourceMapping } from './updateEventSourceMapping.ts';

export function eventSourceMappingHandlers(region: RegionResources): Handlers {
  const { identity, functions, queue } = region;
  const mappings = new EventSourceMappings(region);
  return {
    CreateEventSourceMapping: createEventSourceMapping(region, mappings),
    GetEventSourceMapping: async ({ UUID: uuid }) => mappingAnswer(identity, mappings.get(uuid)),
    ListEventSourceMappings: listEventSourceMappings(functions, mappings),
    UpdateEventSourceMapping: updateEventSourceMapping(region, mappings),
    DeleteEventSourceMapping: ({ UUID: uuid }) =>
      queue.run(mappingChanges, async () => mappingAnswer(identity, await mappings.delete(mappings.settled(uuid, 'delete')))),
  };
}
