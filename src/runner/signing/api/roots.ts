import type { SignerOperation } from './signerOperation.ts';

/** The certificates that signatures of this region lead to, in DER as base64: whoever checks them elsewhere trusts these. */
export const listSigningRoots: SignerOperation = async ({ roots }) => ({
  certificates: (await roots()).map((root) => Buffer.from(root).toString('base64')),
});
