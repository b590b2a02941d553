import { createHash, createHmac } from 'node:crypto';
import type { Identity } from '../../lambda/arn.ts';
import { LambdaError } from '../../lambda/lambdaError.ts';
import { checkScope, checkSignature, checkTime, type Digests, signatureOf, type SignedRequest } from '../../lambda/url/sigv4.ts';
import type { UrlCaller } from '../../lambda/url/urlEvent.ts';
import type { SecretOf } from './secretOf.ts';

export interface SignatureCheck {
  readonly identity: Identity;
  readonly secretOf: SecretOf;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const digests: Digests = {
  sha256: (data) => createHash('sha256').update(data).digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
};

/** Who signed a request: the account's root user. Undefined where nobody did; throws LambdaError for a signature that does not hold. */
export async function signerOf(request: SignedRequest, { identity, secretOf, now }: SignatureCheck): Promise<UrlCaller | undefined> {
  const signature = signatureOf(request);
  if (signature === undefined) return undefined;
  checkScope(signature, identity.region);
  checkTime(signature, now());
  const known = await secretOf(signature.accessKeyId);
  if (known === undefined || (known.sessionToken !== undefined && known.sessionToken !== signature.sessionToken)) {
    throw new LambdaError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
  }
  checkSignature(request, signature, known.secretAccessKey, digests);
  const { partition, account } = identity;
  return {
    accessKey: signature.accessKeyId,
    accountId: account,
    callerId: account,
    userArn: `arn:${partition}:iam::${account}:root`,
    userId: account,
  };
}
