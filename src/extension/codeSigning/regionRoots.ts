import * as v from 'valibot';
import { CodedError, messageOf } from '../../common/codedError.ts';

export type Fetch = (url: string, options: { readonly signal: AbortSignal }) => Promise<Response>;

/** Where a Local region tells which certificates its own signatures lead to: none as long as nothing was signed there. */
export const rootsPath = '/signing-roots';

/** In DER, as base64. */
const Roots = v.object({ certificates: v.array(v.string()) });

/** The roots of a Local region's development authority, in DER. Throws CodedError `REGION_UNREACHABLE`, or the signal's reason. */
export async function regionRoots(endpoint: string, fetch: Fetch, unreadable: (why: string) => string, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  try {
    const response = await fetch(`${endpoint}${rootsPath}`, { signal });
    const body = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { certificates } = v.parse(v.pipe(v.string(), v.parseJson(), Roots), body);
    return certificates.map((each) => new Uint8Array(Buffer.from(each, 'base64')));
  } catch (cause) {
    signal.throwIfAborted();
    throw new CodedError('REGION_UNREACHABLE', unreadable(messageOf(cause)), { owner: 'system', cause });
  }
}
