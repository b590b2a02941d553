import type { FunctionCode, SignedBy, UsedLayer } from '../../../aws/codeApi.ts';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import { messageOf } from '../../../common/codedError.ts';
import { deploymentVerdict, type DeploymentVerdict } from '../../../lambda/signing/enforcement.ts';
import type { PackageVerification } from '../../../lambda/signing/verification.ts';
import type { SignedPart } from '../../../protocol/webview/codeSigning.ts';
import type { CheckedAgainst, PackageVerifier, StoredPackage } from '../packages/packageVerifier.ts';
import type { ReadConfig } from './readConfig.ts';
import { type StatedJob, trustedByLambda, withJob } from './stated.ts';

/** What is said of a part in the user's language. */
export interface PartWords {
  /** The chain leads to no root that is known here, and Lambda says that it was signed. */
  readonly trustedByLambda: () => string;
  /** `bytes`: undefined where that is not known. */
  readonly downloading: (part: string, bytes: number | undefined) => string;
  readonly checking: (part: string) => string;
}

export interface PartsReading {
  readonly api: Pick<LambdaApi, 'getLayerVersion' | 'downloadCode'>;
  readonly verifier: Pick<PackageVerifier, 'verify'>;
  readonly config: ReadConfig | undefined;
  readonly against: CheckedAgainst;
  /** What Signer says of a job, by its ARN; undefined where it does not. Rejects with the signal's reason alone. */
  readonly job: (arn: string) => Promise<Pick<StatedJob, 'revoked'> | undefined>;
  readonly now: () => number;
  readonly words: PartWords;
  readonly signal: AbortSignal;
  readonly report: (text: string) => void;
}

/** The package, then the layers in the function's order, one after the other. Rejects with the signal's reason alone: what else fails stands in its part. */
export async function readParts(functionName: string, code: FunctionCode, reading: PartsReading): Promise<readonly SignedPart[]> {
  if (code.packageType === 'Image') return [];
  const { api } = reading;
  const { functionArn: arn, size, sha256, signedBy } = code;
  const parts = [
    await readPart({ kind: 'package', name: functionName, arn, size, signedBy }, async () => ({ api, code: { functionName }, sha256 }), reading),
  ];
  for (const layer of code.layers) parts.push(await readLayer(layer, reading));
  return parts;
}

/** `name:version`, as people call it. */
export function layerName(arn: string): string {
  // arn:aws:lambda:<region>:<account>:layer:<name>:<version>
  return arn.split(':').slice(-2).join(':');
}

function readLayer({ arn, size, signedBy }: UsedLayer, reading: PartsReading): Promise<SignedPart> {
  const { api, signal } = reading;
  const find = async (): Promise<StoredPackage> => {
    const { Content: content } = await api.getLayerVersion(arn, signal);
    return { api, code: { layerVersionArn: arn }, sha256: content?.CodeSha256 };
  };
  return readPart({ kind: 'layer', name: layerName(arn), arn, size, signedBy }, find, reading);
}

interface FoundPart extends Pick<SignedPart, 'kind' | 'name' | 'arn'> {
  readonly size: number;
  readonly signedBy: SignedBy;
}

async function readPart({ kind, name, arn, size, signedBy }: FoundPart, find: () => Promise<StoredPackage>, reading: PartsReading): Promise<SignedPart> {
  const { signal, config, words, report } = reading;
  const part = { kind, name, arn };
  signal.throwIfAborted();
  try {
    const onProgress = (step: 'downloading' | 'checking') =>
      report(step === 'checking' ? words.checking(name) : words.downloading(name, size === 0 ? undefined : size));
    const verification = await reading.verifier.verify(await find(), reading.against, { signal, onProgress });
    const trusted = trustedByLambda(verification, signedBy, { allowed: config?.allowed, now: reading.now() });
    const shown = trusted === undefined ? verification : withJob(trusted, await reading.job(signedBy.jobArn ?? ''));
    return { ...part, verification: shown, deployment: verdictOf(shown, config), ...(trusted !== undefined && { note: words.trustedByLambda() }) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...part, verification: undefined, deployment: undefined, problem: messageOf(error) };
  }
}

/** Without a configuration nothing is checked. */
function verdictOf(verification: PackageVerification, config: ReadConfig | undefined): DeploymentVerdict {
  return config === undefined ? { allowed: true, failed: [] } : deploymentVerdict(verification, config.policy);
}
