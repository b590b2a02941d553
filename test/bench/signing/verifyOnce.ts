import { readFile } from 'node:fs/promises';
import { signatureChecks } from '../../../src/lambda/signing/verification.ts';
import { verifyPackage } from '../../../src/lambda/signing/verifyPackage.ts';
import { openByteSource } from '../../../src/node/signing/fileByteSource.ts';
import { nodeSigningPlatform } from '../../../src/node/signing/nodeSigningPlatform.ts';

export interface VerifiedOnce {
  readonly ms: number;
  /** When the package was verified for the first time. */
  readonly firstMs: number;
  /** Of the small package, as the first of the process. */
  readonly smallMs: number;
  /** By how much more memory was resident at the peak than before. */
  readonly grownBytes: number;
}

/**
 * A process of its own: verifies the first file twice, with the root in the last; before that the second, which is small. What counts is
 * the last time, when what has to be loaded and compiled once in a process is there, as in a service that runs. All its memory counts.
 */
async function main([file = '', smallFile = '', rootFile = '']: readonly string[]): Promise<VerifiedOnce> {
  const root = await readFile(rootFile);
  const policy = { roots: [root], allowedProfileVersions: undefined, now: Date.parse('2027-01-01T00:00:00Z'), revocations: () => Promise.resolve([]) };
  const before = await peakBytes();
  const verify = async (path: string): Promise<number> => {
    const started = performance.now();
    await using source = await openByteSource(path);
    const { checks } = await verifyPackage(source, policy, nodeSigningPlatform);
    const ms = performance.now() - started;
    if (signatureChecks.some((check) => checks[check].verdict !== 'passed')) throw new Error('The package does not pass.');
    return ms;
  };
  const smallMs = await verify(smallFile);
  const firstMs = await verify(file);
  const ms = await verify(file);
  return { ms, firstMs, smallMs, grownBytes: (await peakBytes()) - before };
}

/** Of resident memory. Linux tells it of the program itself; what a process's usage says counts from its parent's memory on, as it was forked. */
async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024;
}

process.stdout.write(JSON.stringify(await main(process.argv.slice(2))));
