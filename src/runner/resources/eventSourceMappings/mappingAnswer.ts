import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';

import type { Identity } from '../../../lambda/arn.ts';
import type { EventSourceMapping } from './eventSourceMappings.ts';
import { mappingArn } from './mappingArn.ts';
import { kindOf } from './sourceKinds.ts';

export function mappingAnswer(identity: Identity, { uuid, document, moment }: EventSourceMapping): EventSourceMappingConfiguration {
  const { source, settings, functionArn, enabled } = document;
  const { StartingPositionTimestamp: position, ...from } = source;
  const kind = kindOf(source);
  return {
    UUID: uuid,
    EventSourceMappingArn: mappingArn(identity, uuid),
    FunctionArn: functionArn,
    ...from,
    ...(position !== undefined && { StartingPositionTimestamp: new Date(position) }),
    ...settings,
    LastModified: new Date(moment?.began ?? document.lastModified),
    // Nothing reads the sources yet.
    ...(kind?.tellsLastResult === true && { LastProcessingResult: 'No records processed' }),
    State: moment?.transition ?? (enabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: kind?.stateTransitionReason,
  };
}

/** As in a list: filter criteria that a key encrypts are not shown there. */
export function listedMappingAnswer(identity: Identity, mapping: EventSourceMapping): EventSourceMappingConfiguration {
  const { FilterCriteria: criteria, ...answer } = mappingAnswer(identity, mapping);
  return criteria === undefined || answer.KMSKeyArn !== undefined ? answer : { ...answer, FilterCriteria: criteria };
}
