import { hexadecimal } from '../hexadecimal.ts';
import type { SigningPlatform } from '../signingPlatform.ts';
import type { SigningCertificate } from './readCertificate.ts';

/** As GetRevocationStatus takes them (RevocationQuery), for a chain that ends at a root. */
export function certificateHashes(chain: readonly SigningCertificate[], platform: SigningPlatform): readonly string[] {
  const hashes = chain.map(({ toBeSigned }) => sha384Hex(toBeSigned, platform));
  return hashes.map((hash, index) => `${hash}${hashes[index + 1] ?? hash}`);
}

export function sha384Hex(bytes: Uint8Array, platform: SigningPlatform): string {
  const digester = platform.sha384();
  digester.update(bytes);
  return hexadecimal(digester.digest());
}
