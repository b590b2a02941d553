import type { Handler } from '../../api/handlers.ts';
import { markerAfter, nameIn } from '../pageMarker.ts';
import { listedAnswer } from './configurationAnswer.ts';
import type { FunctionStore } from './functionStore.ts';

/** Source: ListFunctions in the Lambda API Reference: no page has more, even where more is asked for. */
const longestPage = 50;

export function listFunctions(functions: FunctionStore): Handler<'ListFunctions'> {
  return async (input) => {
    const count = Math.min(input.MaxItems ?? longestPage, longestPage);
    // One more tells whether there is another page.
    const found = functions.page(nameIn(input.Marker), count + 1);
    const page = found.slice(0, count);
    const last = page.at(-1)?.latest.settings.FunctionName;
    return {
      Functions: page.map((fn) => listedAnswer(fn, { qualified: input.FunctionVersion === 'ALL' })),
      ...(found.length > count && last !== undefined && { NextMarker: markerAfter(last) }),
    };
  };
}
