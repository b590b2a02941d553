import { ConnectionError, type ConnectionErrorDetails } from './connectionError.ts';
import { errorDetails } from './errorDetails.ts';
import { concernsSource, type FailedCall, mayPassLater, meaningOf } from './errorMeanings.ts';
import { thrownFacts } from './thrownFacts.ts';

/** What a failed call means, and what the user can do. Decides by names, codes and status only, never by texts. */
export function explain(error: unknown, call: FailedCall): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const { connection, operation } = call;
  const facts = thrownFacts(error);
  const { code, message, details } = meaningOf(facts, call);
  const all: ConnectionErrorDetails = {
    ...errorDetails(facts, connection, operation),
    // AWS has members of that name too.
    ...(facts.localCode !== undefined && connection.profile === undefined && { localCode: facts.localCode }),
    ...details,
  };
  const ours = error instanceof TypeError || error instanceof ReferenceError;
  return new ConnectionError(code, message, all, ours ? { owner: 'system', cause: error } : {});
}

/** Whether the same call may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  return mayPassLater(thrownFacts(error));
}

/** Whether it is worth looking where the profile's credentials come from. */
export function concernsCredentials(error: unknown): boolean {
  return concernsSource(thrownFacts(error));
}
