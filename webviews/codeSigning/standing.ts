import type { FunctionSigning, OverviewRow, SignedPart } from '../../src/protocol/webview/codeSigning.ts';
import type { SigningStanding } from '../../src/protocol/webview/codeSigningStrings.ts';

/** From what needs looking at first to what does not. */
export const standingOrder: readonly SigningStanding[] = ['blocked', 'unknown', 'counted', 'unchecked', 'image', 'trusted'];

export function partStanding({ verification, deployment }: SignedPart, checked: boolean): SigningStanding {
  if (verification === undefined) return 'unknown';
  if (!checked) return 'unchecked';
  return deployment === undefined ? 'unknown' : standingOf(deployment);
}

/** The function's is that of its part that stands worst. */
export function functionStanding({ packageType, config, parts }: FunctionSigning): SigningStanding {
  if (packageType === 'Image') return 'image';
  if (config === undefined) return 'unchecked';
  const standings = new Set(parts.map((part) => partStanding(part, true)));
  return standingOrder.find((standing) => standings.has(standing)) ?? 'unknown';
}

export function rowStanding({ packageType, policy, verdict, problem }: OverviewRow): SigningStanding {
  if (packageType === 'Image') return 'image';
  if (verdict !== undefined && policy !== undefined) return standingOf(verdict);
  return problem !== undefined || policy !== undefined ? 'unknown' : 'unchecked';
}

function standingOf({ allowed, failed }: { readonly allowed: boolean; readonly failed: readonly unknown[] }): SigningStanding {
  if (!allowed) return 'blocked';
  return failed.length > 0 ? 'counted' : 'trusted';
}
