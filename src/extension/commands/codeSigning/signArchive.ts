import type { SigningJob, SignRequest } from '../../../aws/signer/signerApi.ts';
import { stepWords } from '../../codeSigning/signingWords.ts';
import type { LambdaConnection } from '../../connections/lambdaConnection.ts';
import type { Workbench } from '../../workbench.ts';

/** Signs a zip into another one, telling its steps. What is left in a bucket is told in the log. */
export async function signArchive(
  { codeSigning, log }: Workbench,
  connection: LambdaConnection,
  request: Pick<SignRequest, 'profileName' | 'storage' | 'archive' | 'signed'>,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<SigningJob> {
  const signer = await codeSigning.signerOf(connection);
  return signer.sign(
    {
      ...request,
      onProgress: (step) => report(stepWords(step)),
      onLeftBehind: ({ bucket, key, reason }) => log.warn(`s3://${bucket}/${key} could not be removed after signing: ${reason}`),
    },
    signal,
  );
}
