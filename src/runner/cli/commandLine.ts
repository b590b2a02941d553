import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CodedError, messageOf } from '../../common/codedError.ts';

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
  /** A folder that stands for S3: a bucket is a folder in it. */
  readonly s3Folder: string | undefined;
  /** Where SQS, SNS, EventBridge and S3 are that Lambda sends to. */
  readonly awsEndpoint: string | undefined;
  /** `NAME=PATH`, by runtime name. */
  readonly runtimes: Readonly<Record<string, string>>;
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

export type Command = ServeCommand | InvokeCommand | { readonly type: 'help' } | { readonly type: 'version' };

export const usage = `Usage:
  lambda-workbench serve [--template FILE ...] [--port 0] [--data DIR] [--region R] [--account N] [--concurrency N]
                         [--idle-seconds N] [--runtime NAME=PATH ...] [--time-scale N]
                         [--s3-folder DIR] [--aws-endpoint URL]
  lambda-workbench invoke NAME [--event FILE|-] [--qualifier Q] [--endpoint URL] [--tail]
  lambda-workbench help | --help | -h | --version

serve   runs the Local region: the Lambda API on 127.0.0.1. Its first line on standard output is JSON with the endpoint; logs go to
        standard error. SIGTERM and Ctrl-C stop it and all that it started. --time-scale: how long Lambda's own waiting times (between
        attempts of events, until a function is active) last against AWS's, 0 (none) to 1. --data: where functions and events are kept;
        a folder of the user's where it is left out. --concurrency: the account's, 1000. --s3-folder: a folder that stands for S3, with a
        folder for each bucket. --aws-endpoint: where the SQS, SNS, EventBridge and S3 are that events' results are sent to; AWS's own
        where it is left out.
invoke  calls a function and prints what it answers. Without --endpoint it reads AWS_ENDPOINT_URL_LAMBDA or AWS_ENDPOINT_URL.
        Exit code 0: the function succeeded; 1: it failed, or the call did; 2: the command line is wrong.
`;

const serveOptions = {
  template: { type: 'string', multiple: true },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
  account: { type: 'string', default: '000000000000' },
  concurrency: { type: 'string', default: '1000' },
  'idle-seconds': { type: 'string', default: '300' },
  'time-scale': { type: 'string', default: '1' },
  's3-folder': { type: 'string' },
  'aws-endpoint': { type: 'string' },
  runtime: { type: 'string', multiple: true },
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
  '--help': () => ({ type: 'help' }),
  '-h': () => ({ type: 'help' }),
  help: () => ({ type: 'help' }),
  '--version': () => ({ type: 'version' }),
};

/** @param args without the executable and the script. Throws CodedError `USAGE`. */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === undefined) return { type: 'help' };
  const parse = commands[name];
  if (parse === undefined) throw usageError(`There is no command "${name}".`);
  return parse(rest);
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
    s3Folder: values['s3-folder'],
    awsEndpoint: optionalUrl('--aws-endpoint', values['aws-endpoint']),
    runtimes: Object.fromEntries((values.runtime ?? []).map(parseRuntimeOption)),
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

function parseRuntimeOption(text: string): [string, string] {
  const [name, ...path] = text.split('=');
  if (name === undefined || path.length === 0) throw usageError(`--runtime wants NAME=PATH, such as python3.11=/usr/bin/python3, not "${text}".`);
  return [name, path.join('=')];
}

function wholeNumber(option: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
    throw usageError(`${option} wants a whole number from ${minimum} to ${maximum}, not "${text}".`);
  }
  return value;
}

function optionalUrl(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw usageError(`${option} wants a URL, such as http://127.0.0.1:4566, not "${text}".`);
  }
  return text;
}

function decimal(option: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || value < minimum || value > maximum) {
    throw usageError(`${option} wants a number from ${minimum} to ${maximum}, not "${text}".`);
  }
  return value;
}

function matching(option: string, text: string, pattern: RegExp, example: string): string {
  if (!pattern.test(text)) throw usageError(`${option} wants ${example}, not "${text}".`);
  return text;
}

function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw usageError(messageOf(error));
  }
}

function usageError(message: string): CodedError {
  return new CodedError('USAGE', `${message}\n\n${usage}`);
}
