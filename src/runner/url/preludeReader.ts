import { type UrlResponseHead, streamedHead } from '../../lambda/url/urlResponse.ts';

/** The content type of a streamed response that begins with its status and headers. Source: AWS's runtime clients. */
export const preludeType = 'application/vnd.awslambda.http-integration-response';

const separator = Buffer.alloc(8);
/** Far more than headers may have. */
const longest = 1024 * 1024;

export type PreludeResult =
  | { readonly type: 'more' }
  | { readonly type: 'read'; readonly head: UrlResponseHead; readonly rest: Buffer }
  | { readonly type: 'bad' };

/** Reads what stands before a streamed body: JSON, then 8 NUL bytes. */
export class PreludeReader {
  #held: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): PreludeResult {
    const from = Math.max(0, this.#held.length - separator.length + 1);
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf(separator, from);
    if (end === -1) return this.#held.length > longest ? { type: 'bad' } : { type: 'more' };
    const head = streamedHead(this.#held.subarray(0, end).toString());
    return head === undefined ? { type: 'bad' } : { type: 'read', head, rest: this.#held.subarray(end + separator.length) };
  }
}
