import type { Destination } from './destination.ts';
import { HttpDestination } from './httpDestination.ts';
import type { DestinationRequest } from './subscriptionRequest.ts';
import { TcpDestination } from './tcpDestination.ts';

/** `resolveHost`: the address behind a name that the environment has for itself. */
export function createDestination(request: DestinationRequest, resolveHost: (name: string) => string): Destination {
  if (request.protocol === 'HTTP') return new HttpDestination(request, resolveHost(request.host));
  return new TcpDestination(resolveHost('sandbox.localdomain'), request.port);
}
