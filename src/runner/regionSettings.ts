import type { IsolationKind } from './sandbox/housing.ts';

/** How a runtime starts that the Local region does not know, or is to start otherwise. Texts may hold `${handler}`, `${taskRoot}`, `${opt}`. */
export interface RuntimeEntry {
  /** An executable by absolute path. */
  readonly command: string;
  readonly args?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

export interface IsolationSettings {
  readonly default: IsolationKind;
  /** By function name. */
  readonly functions: Readonly<Record<string, IsolationKind>>;
  /** `docker`, `podman`, `finch`, `nerdctl`, or an absolute path to one; undefined: whichever is found, in that order. */
  readonly containerTool: string | undefined;
}

export interface StreamBandwidth {
  /** How much of a streamed response goes at full speed: 6 MiB on Lambda. */
  readonly burstBytes: number;
  /** And how fast the rest: 2 MiB/s on Lambda; Infinity: at full speed too. */
  readonly bytesPerSecond: number;
}

/** Settings that may change while the region runs. */
export interface MutableSettings {
  /** Seconds after which an idle environment is retired. */
  idleSeconds: number;
  /** By runtime name: an executable by absolute path, or a whole entry. */
  runtimes: Readonly<Record<string, string | RuntimeEntry>>;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  timeScale: number;
  /** How fast environments start against AWS: 1 as there. */
  rateScale: number;
  /** The folder that stands for S3, if there is one. */
  s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to, and the Lambda that layers come from; AWS's own where there is none. */
  awsEndpoint: string | undefined;
  isolation: IsolationSettings;
  /** The AWS profile whose credentials handlers get; undefined: none. */
  credentialsProfile: string | undefined;
  /** `.env` files by function name, by absolute path; those of `*` are for all, below the function's own. */
  environmentFiles: Readonly<Record<string, string>>;
  streamBandwidth: StreamBandwidth;
  /** How much of each function's logs is kept on disk. */
  logBytesPerFunction: number;
  /** Files with root certificates that signatures may lead to, besides the region's own, by absolute path. */
  signingRoots: readonly string[];
}

/** As they are when the region starts. */
export function initialSettings(given: Readonly<MutableSettings>): MutableSettings {
  const { idleSeconds, runtimes, timeScale, rateScale, s3Folder, awsEndpoint, isolation } = given;
  const { credentialsProfile, environmentFiles, streamBandwidth, logBytesPerFunction, signingRoots } = given;
  return {
    idleSeconds,
    runtimes,
    timeScale,
    rateScale,
    s3Folder,
    awsEndpoint,
    isolation,
    credentialsProfile,
    environmentFiles,
    streamBandwidth,
    logBytesPerFunction,
    signingRoots,
  };
}

/** How a function's environments are kept apart. */
export function isolationOf({ default: kind, functions }: IsolationSettings, functionName: string): IsolationKind {
  return (Object.hasOwn(functions, functionName) ? functions[functionName] : undefined) ?? kind;
}

export const defaultIsolation: IsolationSettings = { default: 'process', functions: {}, containerTool: undefined };

const mebibyte = 1024 * 1024;

/** Source: AWS Lambda Developer Guide, "Bandwidth limits for response streaming". */
export const lambdaBandwidth: StreamBandwidth = { burstBytes: 6 * mebibyte, bytesPerSecond: 2 * mebibyte };

/** `mebibytesPerSecond`: after the burst, which stays as it is on Lambda; 0: no limit at all. */
export function bandwidthOf(mebibytesPerSecond: number): StreamBandwidth {
  return { ...lambdaBandwidth, bytesPerSecond: mebibytesPerSecond === 0 ? Infinity : mebibytesPerSecond * mebibyte };
}

export const defaultLogBytes = 50 * mebibyte;

export function logBytesOf(mebibytes: number): number {
  return Math.round(mebibytes * mebibyte);
}
