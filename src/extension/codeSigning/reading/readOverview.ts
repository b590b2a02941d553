import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SignedBy } from '../../../aws/codeApi.ts';
import type { LambdaApi } from '../../../aws/lambdaApi.ts';
import type { SignerApi, SigningJob } from '../../../aws/signer/signerApi.ts';
import { messageOf } from '../../../common/codedError.ts';
import { parseSigningJobArn } from '../../../lambda/signing/make/signingArns.ts';
import type { OverviewRow } from '../../../protocol/webview/codeSigning.ts';
import { inParallel } from './inParallel.ts';
import { jobsAsked } from './jobRows.ts';
import { readConfig, type ReadConfig } from './readConfig.ts';
import { callsAtOnce, profileNameOf } from './readPublishers.ts';
import { isSigned, signedByOf, type StatedJob, statedVerdict } from './stated.ts';

export type OverviewCalls = Pick<LambdaApi, 'listFunctions' | 'getFunctionCodeSigningConfig' | 'getCodeSigningConfig'>;
export type OverviewSigner = Pick<SignerApi, 'jobs' | 'job'>;

export interface OverviewReading {
  readonly api: OverviewCalls;
  /** Rejects where Signer cannot be had: then expiries are not known. */
  readonly signer: () => Promise<OverviewSigner>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Told of rows as they come, and of how many functions there are, as far as they were listed. */
  readonly onRows: (rows: readonly OverviewRow[], total: number) => void;
}

/** What Lambda and Signer say of all functions of a connection; no package is downloaded. Rejects where functions cannot be listed. */
export async function readOverview({ api, signer, now, signal, onRows }: OverviewReading): Promise<readonly OverviewRow[]> {
  const jobs = new Jobs(signer, signal);
  const configs = new Configs(api, signal);
  const rows: OverviewRow[] = [];
  let total = 0;
  let marker: string | undefined;
  do {
    const { items, next } = await api.listFunctions(marker, signal);
    total += items.length;
    await inParallel(items, callsAtOnce, async (configuration) => {
      const row = await readRow(configuration, configs, jobs, now());
      signal.throwIfAborted();
      rows.push(row);
      onRows([row], total);
    });
    marker = next;
  } while (marker !== undefined);
  return rows;
}

async function readRow(configuration: FunctionConfiguration, configs: Configs, jobs: Jobs, now: number): Promise<OverviewRow> {
  const { FunctionName: functionName = '', PackageType, Layers: layers = [] } = configuration;
  const stated = signedByOf(configuration);
  const row = {
    functionName,
    packageType: PackageType === 'Image' ? 'Image' : 'Zip',
    signed: isSigned(stated),
    ...(stated.profileVersionArn !== undefined && { profileVersionArn: stated.profileVersionArn, signer: profileNameOf(stated.profileVersionArn) }),
    ...(stated.jobArn !== undefined && { jobArn: stated.jobArn }),
  } as const;
  // Code signing is not for container images.
  if (row.packageType === 'Image') return { ...row, policy: undefined, verdict: { allowed: true, failed: [] } };
  const job = await jobs.of(stated);
  const expires = job?.expires === undefined ? {} : { expires: new Date(job.expires).toISOString() };
  try {
    const config = await configs.of(functionName);
    const ofLayers = await Promise.all(layers.map(async (layer) => ({ stated: signedByOf(layer), job: config && (await jobs.of(signedByOf(layer))) })));
    const verdict = statedVerdict([{ stated, job }, ...ofLayers], { policy: config?.policy, allowed: config?.allowed, now });
    return { ...row, ...expires, policy: config?.policy, ...(config !== undefined && { configId: config.id }), verdict };
  } catch (error) {
    return { ...row, ...expires, policy: undefined, verdict: undefined, problem: messageOf(error) };
  }
}

/** Configurations that several functions share are read once. */
class Configs {
  readonly #api: OverviewCalls;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, ReturnType<OverviewCalls['getCodeSigningConfig']>>();

  constructor(api: OverviewCalls, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  of(functionName: string): Promise<ReadConfig | undefined> {
    const { getFunctionCodeSigningConfig } = this.#api;
    return readConfig({ getFunctionCodeSigningConfig, getCodeSigningConfig: (arn) => this.#config(arn) }, functionName, this.#signal);
  }

  #config(arn: string): ReturnType<OverviewCalls['getCodeSigningConfig']> {
    const known = this.#known.get(arn) ?? this.#api.getCodeSigningConfig(arn, this.#signal);
    this.#known.set(arn, known);
    return known;
  }
}

/** What Signer says of jobs: those of late in one call, others one by one; that it says nothing is no reason to show nothing. */
class Jobs {
  readonly #signer: () => Promise<OverviewSigner>;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<StatedJob | undefined>>();
  #late: Promise<ReadonlyMap<string, SigningJob>> | undefined;

  constructor(signer: () => Promise<OverviewSigner>, signal: AbortSignal) {
    this.#signer = signer;
    this.#signal = signal;
  }

  async of({ jobArn }: SignedBy): Promise<StatedJob | undefined> {
    const id = jobArn === undefined ? undefined : parseSigningJobArn(jobArn)?.id;
    if (id === undefined) return undefined;
    const known = this.#known.get(id) ?? this.#read(id).catch(() => undefined);
    this.#known.set(id, known);
    return known;
  }

  async #read(id: string): Promise<StatedJob> {
    const signer = await this.#signer();
    this.#late ??= this.#readLate(signer);
    const job = (await this.#late).get(id) ?? (await signer.job(id, this.#signal));
    return { expires: job.signatureExpiresAt?.getTime(), revoked: job.revoked !== undefined };
  }

  async #readLate(signer: OverviewSigner): Promise<ReadonlyMap<string, SigningJob>> {
    const jobs = await signer.jobs({ most: jobsAsked, signal: this.#signal }).catch(() => []);
    return new Map(jobs.map((job) => [job.id, job]));
  }
}
