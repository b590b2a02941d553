import type { Writable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { CodedError, messageOf } from '../../common/codedError.ts';
import type { PackageVerification } from '../../lambda/signing/verification.ts';
import { readRootFile } from '../signing/rootFile.ts';
import { verifyArchive } from '../signing/verify/verifyArchive.ts';
import { print } from './output.ts';
import type { VerifyCommand } from './verifyCommand.ts';
import { regionRevocations, regionRoots } from './verifyEndpoint.ts';
import { verifyExitCode, verifyReport } from './verifyReport.ts';

export interface VerifyParts {
  readonly out: Writable;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

/** Checks a package's signature and prints what came of it; answers the exit code. Throws CodedError: the file, or what it is checked against, cannot be read. */
export async function verify(command: VerifyCommand, { out, clock, signal }: VerifyParts): Promise<number> {
  const { file, roots: rootFiles, allowed, at, endpoint, json } = command;
  const ofFiles = await Promise.all(rootFiles.map(readRootFile));
  const ofRegion = endpoint === undefined ? [] : await regionRoots(endpoint, signal);
  const policy = {
    roots: [...ofFiles.flat(), ...ofRegion],
    allowedProfileVersions: allowed.length === 0 ? undefined : allowed,
    now: at ?? clock.now(),
    revocations: endpoint === undefined ? undefined : regionRevocations(endpoint, signal),
  };
  const verification = await verifyArchive({ file }, policy, signal).catch((error: unknown) => {
    if (signal.aborted) throw new CodedError('VERIFY_STOPPED', 'The verification was stopped.');
    throw unreadable(file, messageOf(error), error);
  });
  await print(out, json ? jsonOf(verification) : verifyReport(verification));
  return verifyExitCode(verification);
}

function jsonOf(verification: PackageVerification): string {
  return `${JSON.stringify({ verdict: verifyExitCode(verification) === 0 ? 'valid' : 'invalid', ...verification })}\n`;
}

function unreadable(file: string, why: string, cause?: unknown): CodedError {
  return new CodedError('PACKAGE_UNREADABLE', `${file} cannot be read: ${why}. Name a zip that is there.`, { cause });
}
