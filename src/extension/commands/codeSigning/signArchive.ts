import type { BucketSignRequest, SigningJob, SignRequest } from '../../../aws/signer/signerApi.ts';
import { stepWords } from '../../codeSigning/signingWords.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import type { Workbench } from '../../workbench.ts';

type Reporting = 'onProgress' | 'onLeftBehind';

/** Signs a zip into another one, telling its steps. What is left in a bucket is told in the log. */
export async function signArchive(
  workbench: Workbench,
  connection: LambdaConnection,
  request: Omit<SignRequest, Reporting>,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<SigningJob> {
  const signer = await workbench.codeSigning.signerOf(connection);
  return signer.sign({ ...signingRequest(workbench, request, report), signed: request.signed }, signal);
}

/** A request that tells its steps, and in the log what is left in a bucket. */
export function signingRequest(workbench: Workbench, request: Omit<BucketSignRequest, Reporting>, report: (message: string) => void): BucketSignRequest {
  return { ...request, onProgress: (step) => report(stepWords(step)), onLeftBehind: leftBehindTo(workbench) };
}

export function leftBehindTo({ log }: Pick<Workbench, 'log'>): NonNullable<SignRequest['onLeftBehind']> {
  return ({ bucket, key, reason }) => log.warn(`s3://${bucket}/${key} could not be removed after it was used: ${reason}`);
}
