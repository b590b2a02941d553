import { onTestFinished } from 'vitest';
import type { Connection } from '../../../../src/aws/connection.ts';
import { createSignerApi, type SignerApiDependencies } from '../../../../src/aws/signer/createSignerApi.ts';
import type { SignerApi } from '../../../../src/aws/signer/signerApi.ts';
import { CodedError } from '../../../../src/common/codedError.ts';
import { type Behaviour, SigningDouble } from './signingDouble.ts';

export const toAws = (endpoint: string): Connection => ({ id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev', endpoint });
export const toLocal = (endpoint: string): Connection => ({ id: 'local', label: 'Local', region: 'us-east-1', endpoint });

export interface SignerFixture {
  readonly double: SigningDouble;
  readonly api: SignerApi;
}

/** Both end with the test. Pauses between attempts take no time. */
export async function signerWith(behaviour: Behaviour, connection = toAws, dependencies: SignerApiDependencies = {}): Promise<SignerFixture> {
  const double = await SigningDouble.start(behaviour);
  const api = createSignerApi(connection(double.endpoint), { random: () => 0, uuid: () => 'token-1', ...dependencies });
  onTestFinished(async () => {
    api.dispose();
    await double[Symbol.asyncDispose]();
  });
  return { double, api };
}

/** The code and message of what a call rejects with. */
export async function failureOf(call: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await call.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof CodedError) return error;
  throw error;
}
