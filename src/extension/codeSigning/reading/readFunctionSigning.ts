import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import type { SignatureValidity, SignerApi, SigningJob } from '../../../aws/signer/signerApi.ts';
import { messageOf } from '../../../common/codedError.ts';
import { parseSigningJobArn } from '../../../lambda/signing/make/signingArns.ts';
import type { FunctionSigning } from '../../../protocol/webview/codeSigning.ts';
import type { PackageVerifier } from '../packages/packageVerifier.ts';
import type { JobDetails } from './jobDetails.ts';
import { jobRow, jobsAsked, jobsToShow } from './jobRows.ts';
import { type ReadConfig, readConfig } from './readConfig.ts';
import { type PartWords, readParts } from './readParts.ts';
import { profileNameOf, readPublishers, unknownPublishers } from './readPublishers.ts';
import type { StatedJob } from './stated.ts';

export type FunctionCalls = Pick<LambdaApi, 'getFunctionCode' | 'getLayerVersion' | 'downloadCode' | 'getFunctionCodeSigningConfig' | 'getCodeSigningConfig'>;
export type SignerCalls = Pick<SignerApi, 'profile' | 'jobs' | 'job' | 'revocations'>;

export interface FunctionWords extends PartWords {
  readonly reading: (functionName: string) => string;
  readonly validity: (validity: SignatureValidity) => string;
}

export interface FunctionReadingParts {
  readonly functionName: string;
  /** As the page names it, and its id. */
  readonly connection: { readonly label: string; readonly id: string };
  readonly api: FunctionCalls;
  /** Rejects where Signer cannot be had. */
  readonly signer: () => Promise<SignerCalls>;
  readonly jobDetails: JobDetails;
  readonly roots: (signal: AbortSignal) => Promise<readonly Uint8Array[]>;
  readonly verifier: Pick<PackageVerifier, 'verify'>;
  readonly now: () => number;
  readonly words: FunctionWords;
  readonly signal: AbortSignal;
  readonly report: (text: string) => void;
}

/** All that the page shows of a function. Rejects where the function or its configuration cannot be read; what else fails is told in its place. */
export async function readFunctionSigning(reading: FunctionReadingParts): Promise<FunctionSigning> {
  const { functionName, connection, api, words, signal, report } = reading;
  report(words.reading(functionName));
  const code = await api.getFunctionCode(functionName, undefined, signal);
  // Lambda refuses to say of an image what it does not have.
  if (code.packageType === 'Image') return { connection: connection.label, functionName, packageType: 'Image', config: undefined, publishers: [], parts: [], jobs: [] };
  const [config, roots] = await Promise.all([
    readConfig(api, functionName, signal),
    reading.roots(signal),
  ]);
  const ofSigner = readSigner(reading, config, code.signedBy.profileVersionArn);
  const [parts, { publishers, jobs, signerProblem }] = await Promise.all([
    readParts(functionName, code, {
      api,
      verifier: reading.verifier,
      config,
      against: {
        roots,
        allowedProfileVersions: config?.allowed,
        revocations: async (query) => (await reading.signer()).revocations(query, signal),
        connection: connection.id,
      },
      job: (arn) => statedJob(reading, arn),
      now: reading.now,
      words,
      signal,
      report,
    }),
    ofSigner,
  ]);
  return {
    connection: connection.label,
    functionName,
    packageType: code.packageType,
    config: config && shownConfig(config),
    publishers,
    parts,
    jobs,
    ...(signerProblem !== undefined && { signerProblem }),
  };
}

/** What the page knows of a configuration: publishers stand apart. */
function shownConfig({ id, arn, description, policy, lastModified }: ReadConfig): FunctionSigning['config'] {
  return { id, arn, description, policy, lastModified };
}

/** Of another account's job, and where Signer cannot be asked, nothing is known. */
async function statedJob({ signer, signal }: FunctionReadingParts, arn: string): Promise<Pick<StatedJob, 'revoked'> | undefined> {
  const id = parseSigningJobArn(arn)?.id;
  if (id === undefined) return undefined;
  try {
    return { revoked: (await (await signer()).job(id, signal)).revoked !== undefined };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

type OfSigner = Pick<FunctionSigning, 'publishers' | 'jobs' | 'signerProblem'>;

/** Rejects with the signal's reason alone. */
async function readSigner({ signer, jobDetails, connection, words, signal }: FunctionReadingParts, config: ReadConfig | undefined, signedBy: string | undefined): Promise<OfSigner> {
  const allowed = config?.allowed ?? [];
  try {
    const api = await signer();
    const [{ publishers, problem }, jobs] = await Promise.all([
      readPublishers(api, allowed, words.validity, signal),
      api.jobs({ most: jobsAsked, signal }).catch((error: unknown): { readonly error: unknown } => ({ error })),
    ]);
    signal.throwIfAborted();
    const names = new Set([...allowed, ...(signedBy === undefined ? [] : [signedBy])].map(profileNameOf));
    const jobsProblem = 'error' in jobs ? jobs.error : undefined;
    const told = problem ?? jobsProblem;
    const job = (id: string, stop: AbortSignal) => api.job(id, stop);
    const shown = isList(jobs) ? await jobDetails.complete(jobsToShow(jobs, names), { connection: connection.id, job, signal }) : [];
    return { publishers, jobs: shown.map(jobRow), ...(told !== undefined && { signerProblem: messageOf(told) }) };
  } catch (error) {
    signal.throwIfAborted();
    return { publishers: unknownPublishers(allowed), jobs: [], signerProblem: messageOf(error) };
  }
}

function isList(jobs: readonly SigningJob[] | { readonly error: unknown }): jobs is readonly SigningJob[] {
  return Array.isArray(jobs);
}
