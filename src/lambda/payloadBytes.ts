import { type JsonProblem, jsonProblem } from './payload.ts';
import { firstInvalidByte } from './utf8Check.ts';

/** A problem, and the text in which its offset counts: of characters, or of bytes where they are not UTF-8. */
export interface PayloadProblem extends JsonProblem {
  readonly text: string;
}

/** Undefined where the bytes are JSON in UTF-8. `decoded` is their text, undefined where they are not UTF-8. */
export function payloadProblem(bytes: Uint8Array, decoded: string | undefined): PayloadProblem | undefined {
  const invalid = decoded === undefined ? firstInvalidByte(bytes) : undefined;
  const text = decoded ?? characterPerByte(bytes);
  const problem = jsonProblem(text);
  if (invalid === undefined) return problem && { ...problem, text };
  if (problem !== undefined && problem.offset <= invalid.offset) return { ...problem, text };
  const byte = (bytes[invalid.offset] ?? 0).toString(16);
  // Jackson tells where it stands when it has read the byte.
  return { message: `Invalid UTF-8 ${invalid.place} byte 0x${byte}`, offset: invalid.offset + 1, text };
}

const chunk = 8_192;

function characterPerByte(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return text;
}
