import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import type { Operations } from '../../api/operations.ts';
import { commit } from '../../store/documentTable.ts';
import type { RegionResources } from '../regionResources.ts';
import { checkDestinations, type Destinations } from './destinations.ts';
import { configMissing, eventInvokeAnswer, eventInvokeTarget, type EventInvokeTarget, functionMissing } from './eventInvokeTarget.ts';
import type { EventInvokeConfigDocument } from './storedEventInvokeConfig.ts';

type Input = Operations['PutFunctionEventInvokeConfig']['input'];

/** What is left out is not there afterwards. */
export function putEventInvokeConfig(region: RegionResources): Handler<'PutFunctionEventInvokeConfig'> {
  return (input) => write(region, 'PutFunctionEventInvokeConfig', input, () => settingsOf(input));
}

/** What is left out stays as it was; a destination configuration is replaced as a whole. */
export function updateEventInvokeConfig(region: RegionResources): Handler<'UpdateFunctionEventInvokeConfig'> {
  return (input) =>
    write(region, 'UpdateFunctionEventInvokeConfig', input, ({ key, arn }) => {
      const before = region.tables.eventInvokeConfigs.get(key);
      if (before === undefined) throw configMissing(arn);
      const { onSuccess: _success, onFailure: _failure, ...rest } = before;
      return { ...(input.DestinationConfig === undefined ? before : rest), ...settingsOf(input) };
    });
}

type Settings = Omit<EventInvokeConfigDocument, 'lastModified'>;

async function write(region: RegionResources, action: string, input: Input, settings: (target: EventInvokeTarget) => Settings) {
  const { identity, store, functions, tables, clock } = region;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  // Before whether the function is there.
  if (MaximumRetryAttempts === undefined && MaximumEventAgeInSeconds === undefined && DestinationConfig === undefined) {
    throw lambdaErrors.invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  const target = eventInvokeTarget(identity, action, input.FunctionName, input.Qualifier);
  return functions.exclusive(target.name, async () => {
    if (!functions.exists(target.name, target.qualifier)) throw functionMissing();
    checkDestinations(functions, target.name, DestinationConfig);
    const document: EventInvokeConfigDocument = { ...settings(target), lastModified: clock.now() };
    await commit(store, [tables.eventInvokeConfigs.putting(target.key, document)]);
    return eventInvokeAnswer(target.arn, document);
  });
}

function settingsOf({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }: Input): Settings {
  return {
    ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAgeInSeconds: MaximumEventAgeInSeconds }),
    ...destinationsOf(DestinationConfig),
  };
}

/** An empty text is no destination. */
function destinationsOf(config: Destinations | undefined): Settings {
  const [onSuccess, onFailure] = [config?.OnSuccess?.Destination ?? '', config?.OnFailure?.Destination ?? ''];
  return { ...(onSuccess !== '' && { onSuccess }), ...(onFailure !== '' && { onFailure }) };
}
