import { messageOf } from '../../common/codedError.ts';
import type { Logger } from '../../common/logger.ts';
import type { RevocationLookup } from '../../lambda/signing/verification.ts';
import { readRootFile } from './rootFile.ts';

/** What signatures of packages are checked against, besides the publishers that a code signing configuration allows. */
export interface SigningTrust {
  /** Certificates in DER that chains may end at. Those that cannot be read are left out, and told in the log: what they signed is not trusted. */
  roots(): Promise<readonly Uint8Array[]>;
  readonly revocations: RevocationLookup;
}

export interface SigningTrustOptions {
  /** The region's own signing service: its development authority, and what was revoked there. */
  readonly service: {
    roots(): Promise<readonly Uint8Array[]>;
    readonly revocations: RevocationLookup;
  };
  /** Files with certificates, in PEM or DER, by absolute path. They are read at each use, as they are then. */
  readonly rootFiles: () => readonly string[];
  readonly logger: Pick<Logger, 'warn'>;
}

export function signingTrust({ service, rootFiles, logger }: SigningTrustOptions): SigningTrust {
  // What was told already, and is still so: there may be many packages to check.
  let told: ReadonlySet<string> = new Set();
  return {
    revocations: service.revocations,
    roots: async () => {
      const read = await Promise.allSettled([service.roots(), ...rootFiles().map(readRootFile)]);
      const problems = read.flatMap((one) => (one.status === 'rejected' ? messageOf(one.reason) : []));
      for (const problem of problems) if (!told.has(problem)) logger.warn(`Signatures are checked without a root certificate: ${problem}`);
      told = new Set(problems);
      return read.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    },
  };
}
