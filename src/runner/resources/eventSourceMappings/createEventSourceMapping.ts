import * as v from 'valibot';

import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import type { Change } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkTagCount, puttingNewTags } from '../tags/newTags.ts';
import { refuseDuplicate } from './duplicateMapping.ts';
import type { EventSourceMappings } from './eventSourceMappings.ts';
import { mappedFunction } from './mappedFunction.ts';
import { mappingAnswer } from './mappingAnswer.ts';
import { mappingArn } from './mappingArn.ts';
import { checkMembers, checkRequired, checkSettings } from './mappingChecks.ts';
import { mappingChanges } from './mappingChanges.ts';
import { newSettings } from './mappingSettings.ts';
import { kindOf, type SourceKind } from './sourceKinds.ts';
import { startingPosition } from './startingPosition.ts';
import { MappingSource } from './storedEventSourceMapping.ts';

type Input = Operations['CreateEventSourceMapping']['input'];

export function createEventSourceMapping(region: RegionResources, mappings: EventSourceMappings): Handler<'CreateEventSourceMapping'> {
  const { identity, functions, queue, clock, uuid: newUuid } = region;
  return async (input) => {
    const kind = kindOf(input);
    if (kind === undefined) throw lambdaErrors.invalidParameter('Unrecognized event source.');
    checkMembers(kind, input);
    checkRequired(kind, input);
    const uuid = newUuid();
    const source = newSource(kind, input, clock.now());
    const settings = newSettings(kind, uuid, input);
    checkSettings(kind, settings);
    const tags = puttingTags(region, uuid, input.Tags ?? {});
    return queue.run(mappingChanges, async () => {
      const functionArn = mappedFunction(functions, 'CreateEventSourceMapping', input.FunctionName);
      const document = { functionArn, enabled: input.Enabled ?? true, source, settings };
      refuseDuplicate(mappings, document);
      return mappingAnswer(identity, await mappings.put(uuid, 'Creating', document, tags));
    });
  };
}

function newSource(kind: SourceKind, input: Input, now: number): MappingSource {
  const { EventSourceArn, SelfManagedEventSource, Topics, Queues } = input;
  const given = Object.entries({ EventSourceArn, SelfManagedEventSource, Topics, Queues }).filter(([, value]) => value !== undefined);
  return v.parse(MappingSource, { ...Object.fromEntries(given), ...startingPosition(kind, input, now) });
}

function puttingTags({ identity, tables }: RegionResources, uuid: string, tags: Readonly<Record<string, string>>): readonly Change[] {
  checkTagCount(tags);
  return puttingNewTags(tables, mappingArn(identity, uuid), tags);
}
