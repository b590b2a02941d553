import type { AddressInfo } from 'node:net';

/** The port of a server that listens, by what its `address()` answered. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
