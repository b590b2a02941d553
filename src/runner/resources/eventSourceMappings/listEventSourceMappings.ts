import { functionArn } from '../../../lambda/arn.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { Handler } from '../../api/handlers.ts';
import { namedFunction } from '../functions/functionReference.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import type { EventSourceMappings } from './eventSourceMappings.ts';
import { listedMappingAnswer } from './mappingAnswer.ts';

/** Source: ListEventSourceMappings in the Lambda API Reference: no page has more, even where more is asked for. */
const longestPage = 100;

export function listEventSourceMappings(functions: FunctionStore, mappings: EventSourceMappings): Handler<'ListEventSourceMappings'> {
  return async (input) => {
    const { EventSourceArn: source, FunctionName: name } = input;
    const mapped = name === undefined ? undefined : existingFunction(functions, name);
    const count = Math.min(input.MaxItems ?? longestPage, longestPage);
    // One more tells whether there is another page.
    const found = mappings.page({
      after: nameIn(input.Marker),
      count: count + 1,
      ...((source !== undefined || mapped !== undefined) && {
        only: (document) => isOrAny(source, document.source.EventSourceArn) && isOrAny(mapped, document.functionArn),
      }),
    });
    const page = found.slice(0, count);
    const last = page.at(-1)?.uuid;
    return {
      EventSourceMappings: page.map((mapping) => listedMappingAnswer(functions.identity, mapping)),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}

function isOrAny(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === undefined || found === wanted;
}

/** The ARN as the caller names it: mappings of a version or an alias are listed by it only. */
function existingFunction(functions: FunctionStore, nameOrArn: string): string {
  const { name, qualifier } = namedFunction(functions.identity, 'ListEventSourceMappings', nameOrArn);
  const arn = functionArn(functions.identity, name, qualifier);
  if (!functions.exists(name, qualifier)) throw lambdaErrors.functionNotFound(arn);
  return arn;
}
