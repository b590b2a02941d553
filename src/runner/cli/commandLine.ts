import { type LoadCommand, parseLoad } from './loadCommand.ts';
import { type LogsCommand, parseLogs } from './logsCommand.ts';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CodedError } from '../../common/codedError.ts';
import type { IsolationKind } from '../../protocol/runner.ts';
import { decimal, environmentFile, isolationKind, isolationPair, matching, optionalName, optionalUrl, pair, wholeNumber } from './optionValues.ts';
import { parseSimulate, type SimulateCommand } from './simulateCommand.ts';
import { explained } from './usage.ts';
import { checked, usageError } from './usageError.ts';
import { parseVerify, type VerifyCommand } from './verifyCommand.ts';

export interface ServeCommand {
  readonly type: 'serve';
  readonly templates: readonly string[];
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly region: string;
  readonly account: string;
  readonly concurrency: number;
  readonly idleSeconds: number;
  /** How long Lambda's own waiting times last against AWS's. */
  readonly timeScale: number;
  /** How fast environments start against AWS. */
  readonly rateScale: number;
  /** A folder that stands for S3: a bucket is a folder in it. */
  readonly s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to. */
  readonly awsEndpoint: string | undefined;
  /** `NAME=PATH`, by runtime name. */
  readonly runtimes: Readonly<Record<string, string>>;
  /** A JSON file of runtimes; those above win. */
  readonly runtimesFile: string | undefined;
  readonly isolation: IsolationKind;
  /** By function name. */
  readonly isolationOf: Readonly<Record<string, IsolationKind>>;
  readonly containerTool: string | undefined;
  /** The AWS profile whose credentials functions get. */
  readonly credentialsProfile: string | undefined;
  /** By function name, `*` for all. */
  readonly environmentFiles: Readonly<Record<string, string>>;
  /** In MiB/s; 0 for no limit. */
  readonly streamBandwidth: number;
  readonly logMegabytes: number;
  /** Files with root certificates that signatures of packages may lead to. */
  readonly signingRoots: readonly string[];
  /** Ends when standard input does: for a service that must not outlive who started it. */
  readonly ownerStdin: boolean;
}

export interface InvokeCommand {
  readonly type: 'invoke';
  readonly functionName: string;
  /** A file; `-` is standard input; undefined is `{}`. */
  readonly event: string | undefined;
  readonly qualifier: string | undefined;
  readonly endpoint: string | undefined;
  readonly tail: boolean;
}

export type Command = ServeCommand | InvokeCommand | LoadCommand | LogsCommand | SimulateCommand | VerifyCommand | { readonly type: 'help' } | { readonly type: 'version' };

const serveOptions = {
  template: { type: 'string', multiple: true },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
  account: { type: 'string', default: '000000000000' },
  concurrency: { type: 'string', default: '1000' },
  'idle-seconds': { type: 'string', default: '300' },
  'time-scale': { type: 'string', default: '1' },
  'rate-scale': { type: 'string', default: '1' },
  's3-folder': { type: 'string' },
  'aws-endpoint': { type: 'string' },
  runtime: { type: 'string', multiple: true },
  runtimes: { type: 'string' },
  isolation: { type: 'string', default: 'process' },
  'isolation-of': { type: 'string', multiple: true },
  'container-tool': { type: 'string' },
  profile: { type: 'string' },
  // Not `env-file`: Node itself looks for that among the arguments of its script too, and would take the file for the service's own.
  'environment-file': { type: 'string', multiple: true },
  'stream-bandwidth': { type: 'string', default: '2' },
  'log-megabytes': { type: 'string', default: '50' },
  'signing-root': { type: 'string', multiple: true },
  'owner-stdin': { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig;

const invokeOptions = {
  event: { type: 'string' },
  qualifier: { type: 'string' },
  endpoint: { type: 'string' },
  tail: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig;

const commands: Readonly<Record<string, (args: string[]) => Command>> = {
  serve: parseServe,
  invoke: parseInvoke,
  load: parseLoad,
  logs: parseLogs,
  simulate: parseSimulate,
  verify: parseVerify,
  '--help': () => ({ type: 'help' }),
  '-h': () => ({ type: 'help' }),
  help: () => ({ type: 'help' }),
  '--version': () => ({ type: 'version' }),
};

/** @param args without the executable and the script. Throws CodedError `USAGE`. */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) return { type: 'help' };
  try {
    const parse = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (parse === undefined) throw usageError(`There is no command "${name}".`);
    if (asksForHelp(rest)) return { type: 'help' };
    return parse(rest);
  } catch (error) {
    throw error instanceof CodedError && error.code === 'USAGE' ? explained(error, name) : error;
  }
}

/** What follows two dashes is none of ours. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

function parseServe(args: string[]): ServeCommand {
  const { values } = checked(() => parseArgs({ args, options: serveOptions }));
  return {
    type: 'serve',
    templates: values.template ?? [],
    port: wholeNumber('--port', values.port, 0, 65_535),
    dataFolder: values.data,
    region: matching('--region', values.region, /^(?:[a-z]{2,}-)+\d$/, 'such as us-east-1'),
    account: matching('--account', values.account, /^\d{12}$/, 'twelve digits'),
    concurrency: wholeNumber('--concurrency', values.concurrency, 1, 1_000_000),
    idleSeconds: wholeNumber('--idle-seconds', values['idle-seconds'], 1, 86_400),
    timeScale: decimal('--time-scale', values['time-scale'], 0, 1),
    rateScale: decimal('--rate-scale', values['rate-scale'], 0.001, 1),
    s3Folder: values['s3-folder'],
    awsEndpoint: optionalUrl('--aws-endpoint', values['aws-endpoint']),
    runtimes: Object.fromEntries(
      (values.runtime ?? []).map((text) => pair('--runtime', text, 'NAME=PATH, such as python3.11=/usr/bin/python3')),
    ),
    runtimesFile: values.runtimes,
    isolation: isolationKind('--isolation', values.isolation),
    isolationOf: Object.fromEntries((values['isolation-of'] ?? []).map((text) => isolationPair('--isolation-of', text))),
    containerTool: optionalName('--container-tool', values['container-tool']),
    credentialsProfile: optionalName('--profile', values.profile),
    environmentFiles: Object.fromEntries((values['environment-file'] ?? []).map(environmentFile)),
    streamBandwidth: decimal('--stream-bandwidth', values['stream-bandwidth'], 0, 1_000_000),
    logMegabytes: wholeNumber('--log-megabytes', values['log-megabytes'], 1, 1_000_000),
    signingRoots: values['signing-root'] ?? [],
    ownerStdin: values['owner-stdin'],
  };
}

function parseInvoke(args: string[]): InvokeCommand {
  const { values, positionals } = checked(() => parseArgs({ args, options: invokeOptions, allowPositionals: true }));
  const [functionName, ...others] = positionals;
  if (functionName === undefined || others.length > 0) throw usageError('invoke wants the name of one function.');
  return {
    type: 'invoke',
    functionName,
    event: values.event,
    qualifier: values.qualifier,
    endpoint: values.endpoint,
    tail: values.tail,
  };
}
