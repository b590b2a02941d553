import type { Refusal } from '../extensions/apiAnswers.ts';
import { type ApiName, apis, type SchemaVersion, schemaVersions } from './schemaVersions.ts';

export type Category = 'platform' | 'function' | 'extension';

export type DestinationRequest =
  | { readonly protocol: 'HTTP'; readonly method: 'POST' | 'PUT'; readonly host: string; readonly port: number; readonly path: string }
  | { readonly protocol: 'TCP'; readonly port: number };

export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface SubscriptionRequest {
  readonly api: ApiName;
  readonly schemaVersion: SchemaVersion;
  readonly types: readonly Category[];
  readonly destination: DestinationRequest;
  readonly buffering: Buffering;
}

interface Limits {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** Source: AWS Lambda Developer Guide, "Lambda Telemetry API", "Memory usage and buffering". */
const bufferingLimits: Readonly<Record<keyof Buffering, Limits>> = {
  maxItems: { minimum: 1000, maximum: 10_000, default: 10_000 },
  maxBytes: { minimum: 262_144, maximum: 1_048_576, default: 262_144 },
  timeoutMs: { minimum: 25, maximum: 30_000, default: 1000 },
};

const categories: readonly string[] = ['platform', 'function', 'extension'] satisfies Category[];
/** What the environment is called from within. */
const hosts: ReadonlySet<string> = new Set(['sandbox.localdomain', 'sandbox']);
/** The Runtime API's own, in AWS. */
const reservedPort = 9001;

type Fields = Readonly<Record<string, unknown>>;

/** What an extension subscribes to, or why it may not: all that is wrong with it in one text, as Lambda puts it. */
export function parseSubscription(api: ApiName, body: string): SubscriptionRequest | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return invalid(api, ['the body is no JSON']);
  }
  if (!isFields(value)) return invalid(api, ['the body is no JSON object']);
  const problems: string[] = [];
  const schemaVersion = readSchemaVersion(api, value['schemaVersion'], problems);
  const destination = readDestination(api, value['destination'], problems);
  const types = readTypes(value['types'], problems);
  const buffering = readBuffering(value['buffering'], problems);
  if (problems.length > 0) return invalid(api, problems);
  if (destination !== undefined && 'errorType' in destination) return destination;
  if (schemaVersion === undefined || destination === undefined) return invalid(api, ['the request is incomplete']);
  return { api, schemaVersion, types, destination, buffering };
}

export function invalid(api: ApiName, problems: readonly string[]): Refusal {
  return { status: 400, errorType: apis[api].validationError, errorMessage: problems.join('; ') };
}

function readSchemaVersion(api: ApiName, value: unknown, problems: string[]): SchemaVersion | undefined {
  const version = value ?? apis[api].defaultVersion;
  const known = schemaVersions.find(({ name }) => name === version);
  if (known?.api === api) return known.name;
  if (version === undefined || known !== undefined) problems.push(apis[api].versionProblem);
  else problems.push(unknownVariant(version, schemaVersions.map(({ name }) => name)));
  return undefined;
}

function readDestination(api: ApiName, value: unknown, problems: string[]): DestinationRequest | Refusal | undefined {
  if (!isFields(value)) return problem(problems, 'missing field `destination`');
  const { protocol, URI: uri, port, method = 'POST', encoding = 'JSON' } = value;
  if (protocol === undefined) return problem(problems, 'missing field `protocol`');
  if (protocol !== 'HTTP' && protocol !== 'TCP') return problem(problems, unknownVariant(protocol, ['HTTP', 'TCP']));
  if (encoding !== 'JSON') return problem(problems, unknownVariant(encoding, ['JSON']));
  if (protocol === 'TCP') {
    if (port === undefined) return problem(problems, 'missing field `port`');
    return isPort(port, problems) ? { protocol, port } : undefined;
  }
  if (method !== 'POST' && method !== 'PUT') return problem(problems, unknownVariant(method, ['POST', 'PUT']));
  if (typeof uri !== 'string') return problem(problems, 'missing field `URI`');
  if (!URL.canParse(uri)) return problem(problems, 'URI is not valid');
  const { protocol: scheme, hostname, port: uriPort, pathname, search } = new URL(uri);
  if (scheme !== 'http:') return denied(api, 'Only \'http\' scheme is supported.');
  if (!hosts.has(hostname)) return denied(api, 'Only \'sandbox.localdomain\' hostname is supported.');
  // URL leaves out the scheme's own port.
  const written = uriPort === '' && /^http:\/\/[^/?#]*:80(?:[/?#]|$)/i.test(uri) ? '80' : uriPort;
  if (written === '') return problem(problems, 'URI port is not provided');
  const number = Number(written);
  if (!isPort(number, problems)) return undefined;
  return { protocol, method, host: hostname, port: number, path: `${pathname}${search}` };
}

function readTypes(value: unknown, problems: string[]): readonly Category[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    problems.push('types should not be empty');
    return [];
  }
  if (!Array.isArray(value)) {
    problems.push('types should be an array of strings');
    return [];
  }
  const items: readonly unknown[] = value;
  for (const item of items) {
    if (!isCategory(item)) problems.push(unknownVariant(item, categories));
  }
  if (new Set(items).size < items.length) problems.push('types should be unique');
  return items.filter(isCategory);
}

function readBuffering(value: unknown, problems: string[]): Buffering {
  const given = value ?? {};
  if (!isFields(given)) problems.push('buffering should be an object');
  const fields = isFields(given) ? given : {};
  const read = (name: keyof Buffering): number => {
    const { minimum, maximum, default: fallback } = bufferingLimits[name];
    const number = fields[name] ?? fallback;
    if (typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum) return number;
    problems.push(`${name} should be between ${minimum} and ${maximum}`);
    return fallback;
  };
  return { maxItems: read('maxItems'), maxBytes: read('maxBytes'), timeoutMs: read('timeoutMs') };
}

function isPort(value: unknown, problems: string[]): value is number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65_535) {
    problems.push('port should be between 1 and 65535');
    return false;
  }
  if (value === reservedPort) problems.push(`port ${reservedPort} is reserved`);
  return value !== reservedPort;
}

function isCategory(value: unknown): value is Category {
  return typeof value === 'string' && categories.includes(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(problems: string[], text: string): undefined {
  problems.push(text);
  return undefined;
}

function denied(api: ApiName, errorMessage: string): Refusal {
  return { status: 403, errorType: `${api}.AccessDenied`, errorMessage };
}

function unknownVariant(value: unknown, variants: readonly string[]): string {
  const quoted = variants.map((variant) => `\`${variant}\``);
  const expected = quoted.length > 2 ? `one of ${quoted.join(', ')}` : quoted.join(' or ');
  return `unknown variant \`${typeof value === 'string' ? value : JSON.stringify(value)}\`, expected ${expected}`;
}
