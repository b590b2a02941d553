import { createHash, webcrypto } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

import type { SigningPlatform } from '../../lambda/signing/signingPlatform.ts';
import { inflatePieces } from './inflatePieces.ts';
import { inflateTogether, release } from './inflateTogether.ts';

export const nodeSigningPlatform: SigningPlatform = {
  crypto: webcrypto,
  sha384: () => createHash('sha384'),
  crc32: (bytes, before) => crc32(bytes, before),
  inflateTogether,
  turn: () => setImmediate(),
  release,
  inflate: inflatePieces,
};
