import type { HeaderField } from './headerFields.ts';

/** Headers of a connection or of the service itself: what a function says in them is sent under another name. */
const remapped: ReadonlySet<string> = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate', 'x-amzn-requestid', 'x-amzn-trace-id']);
/** And those that would break the message. */
const dropped: ReadonlySet<string> = new Set(['transfer-encoding', 'keep-alive', 'upgrade', 'trailer', 'te']);

/** A function's headers as they may be sent. Source: answers of the service (`x-amzn-Remapped-…`). */
export function sentHeaders(headers: readonly HeaderField[]): readonly HeaderField[] {
  return headers
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]) => (remapped.has(name.toLowerCase()) ? [`x-amzn-Remapped-${name}`, value] : [name, value]));
}
