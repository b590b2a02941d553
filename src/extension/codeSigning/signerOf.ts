import type { SignerApi } from '../../aws/signer/signerApi.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';

/** Signer over a connection; rejects with CodedError where the connection cannot be had. */
export type SignerOf = (connection: LambdaConnection) => Promise<SignerApi>;
