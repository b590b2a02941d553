import type { Connection } from './connection.ts';
import type { ConnectionErrorDetails } from './connectionError.ts';
import type { ThrownFacts } from './thrownFacts.ts';

/** What a failed call tells programs, besides its code. */
export function errorDetails({ name, status, requestId }: ThrownFacts, { profile, region }: Connection, operation: string): ConnectionErrorDetails {
  return {
    operation,
    region,
    ...(profile !== undefined && { profile }),
    errorName: name,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
}
