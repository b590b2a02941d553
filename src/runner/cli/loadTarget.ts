import { CodedError } from '../../common/codedError.ts';
import type { LoadCommand } from './loadCommand.ts';

/** Where invocations go. */
export type LoadTarget =
  /** Something that speaks the Lambda API without signatures, such as the Local region. `onThisMachine`: its address is a loopback one. */
  | { readonly type: 'endpoint'; readonly endpoint: string; readonly onThisMachine: boolean }
  /** Signed, by the credentials of a profile, or of whatever the machine has. `endpoint`: instead of AWS's own. */
  | { readonly type: 'aws'; readonly profile: string | undefined; readonly region: string | undefined; readonly endpoint: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/** A profile or a Region means AWS; else an endpoint is called without credentials. Throws CodedError: `ENDPOINT_MISSING`, `ENDPOINT_INVALID`. */
export function loadTarget(command: Pick<LoadCommand, 'endpoint' | 'profile' | 'region'>, environment: Environment): LoadTarget {
  // The SDK reads the variables too: what is said here is where it goes.
  const endpoint = endpointOf(command.endpoint, environment);
  const { profile } = command;
  if (profile !== undefined || (endpoint === undefined && command.region !== undefined)) {
    const region = command.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
    return { type: 'aws', profile, region, endpoint };
  }
  if (endpoint === undefined) {
    const message = 'Say where the function is: --endpoint URL of the Local region (`lambda-workbench serve` prints it), or AWS_ENDPOINT_URL_LAMBDA; for AWS, --profile P and --region R.';
    throw new CodedError('ENDPOINT_MISSING', message);
  }
  return { type: 'endpoint', endpoint, onThisMachine: isLoopback(endpoint) };
}

/** Variables that are empty are none, as for the SDK. What is in a URL is printed: it must hold no password, which would not be sent either. */
function endpointOf(given: string | undefined, environment: Environment): string | undefined {
  const named = [
    ['--endpoint', given],
    ...(['AWS_ENDPOINT_URL_LAMBDA', 'AWS_ENDPOINT_URL'] as const).map((name) => [name, environment[name] === '' ? undefined : environment[name]] as const),
  ] as const;
  const [name, endpoint] = named.find(([, text]) => text !== undefined) ?? [];
  if (name === undefined || endpoint === undefined) return undefined;
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol)) throw invalid(`${name} wants a URL, such as http://127.0.0.1:4566.`);
  if (url.username !== '' || url.password !== '') throw invalid(`${name} wants a URL without a user name and a password.`);
  return endpoint;
}

function invalid(message: string): CodedError {
  return new CodedError('ENDPOINT_INVALID', message);
}

/** Whether what is sent there may cost money, or meets others: all but this machine. Signed requests may be passed on by what listens here. */
export function wantsConfirmation(target: LoadTarget): boolean {
  return target.type === 'aws' || !target.onThisMachine;
}

function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  // Names below `localhost` may be asked of a name server, which answers what it likes.
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
