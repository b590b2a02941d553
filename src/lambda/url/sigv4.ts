import { type HeaderField, joinedHeaders } from './headerFields.ts';
import { decodedPart, queryPairs } from './queryPairs.ts';
import { LambdaError } from '../lambdaError.ts';

/** SHA-256, by whoever has it. */
export interface Digests {
  /** In hexadecimal digits. */
  sha256(data: string | Uint8Array): string;
  hmac(key: string | Uint8Array, text: string): Uint8Array;
}

export interface SignedRequest {
  readonly method: string;
  /** As it was sent: still encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** What a request says of its signature. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** In hexadecimal digits. */
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly time: string;
  /** In seconds, of a presigned URL. */
  readonly expires?: number;
  readonly sessionToken?: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const longestExpiry = 604_800;

/**
 * Finds a request's signature, in its headers or its query. Undefined where it has none at all; throws LambdaError
 * (IncompleteSignatureException) where parts are missing.
 * Source: IAM User Guide, "Create a signed AWS API request"; answers of the service.
 */
export function signatureOf({ query, headers }: SignedRequest): Signature | undefined {
  const fields = joinedHeaders(headers);
  const authorization = fields.get('authorization');
  if (authorization?.startsWith(algorithm) === true) return headerSignature(authorization, fields);
  const parameters = new Map(queryPairs(query).map(([key, value]) => [decodedPart(key), decodedPart(value)]));
  if (parameters.get('X-Amz-Algorithm') !== algorithm) return undefined;
  return assembled({
    kind: 'Query-string',
    credential: parameters.get('X-Amz-Credential'),
    signature: parameters.get('X-Amz-Signature'),
    signedHeaders: parameters.get('X-Amz-SignedHeaders'),
    time: parameters.get('X-Amz-Date'),
    expires: expiryOf(parameters.get('X-Amz-Expires')),
    sessionToken: parameters.get('X-Amz-Security-Token'),
  });
}

function headerSignature(authorization: string, fields: ReadonlyMap<string, string>): Signature {
  const parts = new Map<string, string>();
  for (const part of authorization.slice(algorithm.length).split(',')) {
    const [key = '', ...value] = part.trim().split('=');
    parts.set(key, value.join('='));
  }
  const date = fields.get('x-amz-date') ?? basicTime(fields.get('date'));
  return assembled({
    kind: 'Authorization header',
    credential: parts.get('Credential'),
    signature: parts.get('Signature'),
    signedHeaders: parts.get('SignedHeaders'),
    time: date,
    expires: undefined,
    sessionToken: fields.get('x-amz-security-token'),
  });
}

interface Parts {
  readonly kind: 'Authorization header' | 'Query-string';
  readonly credential: string | undefined;
  readonly signature: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly time: string | undefined;
  readonly expires: number | undefined;
  readonly sessionToken: string | undefined;
}

function assembled({ kind, credential, signature, signedHeaders, time, expires, sessionToken }: Parts): Signature {
  const [accessKeyId, day, region, service, end, ...more] = credential?.split('/') ?? [];
  const whole = accessKeyId && day && region && service && end === 'aws4_request' && more.length === 0;
  const prefix = kind === 'Query-string' ? 'X-Amz-' : '';
  const missing = [
    [whole, `${kind} requires '${prefix}Credential' parameter.`],
    [signature, `${kind} requires '${prefix}Signature' parameter.`],
    [signedHeaders, `${kind} requires '${prefix}SignedHeaders' parameter.`],
    [time !== undefined && timePattern.test(time), `${kind} requires existence of either a 'X-Amz-Date' or a 'Date' header.`],
  ].flatMap(([there, message]) => (there ? [] : [message]));
  if (!whole || !signature || !signedHeaders || !time || missing.length > 0) {
    throw new LambdaError('IncompleteSignatureException', 403, missing.join(' '));
  }
  return {
    accessKeyId,
    day,
    region,
    service,
    signedHeaders: signedHeaders.toLowerCase().split(';'),
    signature,
    time,
    ...(expires !== undefined && { expires }),
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

const timePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function expiryOf(text: string | undefined): number | undefined {
  const seconds = text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= 1 && seconds <= longestExpiry) return seconds;
  throw new LambdaError('IncompleteSignatureException', 403, `X-Amz-Expires must be a number of seconds from 1 to ${longestExpiry}.`);
}

/** Of an HTTP date, which older clients sign. */
function basicTime(date: string | undefined): string | undefined {
  if (date === undefined || timePattern.test(date)) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : basicText(time);
}

function basicText(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

const skewMinutes = 5;

/** Throws LambdaError (InvalidSignatureException) for a signature of another time: more than 5 minutes off, or past its expiry. */
export function checkTime({ time, day, expires }: Signature, now: number): void {
  const [, year = '', month = '', date = '', hour = '', minute = '', second = ''] = timePattern.exec(time) ?? [];
  const signed = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  const allowed = skewMinutes * 60_000;
  if (Number.isNaN(signed) || day !== time.slice(0, 8)) throw invalid(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}', from '${time}'.`);
  if (signed > now + allowed) {
    throw invalid(`Signature not yet current: ${time} is still later than ${basicText(now + allowed)} (${basicText(now)} + ${skewMinutes} min.)`);
  }
  const until = signed + (expires === undefined ? allowed : expires * 1000);
  if (now <= until) return;
  throw invalid(
    expires === undefined
      ? `Signature expired: ${time} is now earlier than ${basicText(now - allowed)} (${basicText(now)} - ${skewMinutes} min.)`
      : `Signature expired: ${time} is now earlier than ${basicText(now)}`,
  );
}

/** Throws LambdaError (InvalidSignatureException) where it is for something else than Lambda in this Region. */
export function checkScope({ region, service }: Signature, expected: string): void {
  const wrong = [
    region === expected ? [] : ['Credential should be scoped to a valid region.'],
    service === 'lambda' ? [] : ["Credential should be scoped to correct service: 'lambda'."],
  ].flat();
  if (wrong.length > 0) throw invalid(`${wrong.join(' ')} `);
}

/** Throws LambdaError (InvalidSignatureException) where the secret gives another signature. */
export function checkSignature(request: SignedRequest, given: Signature, secret: string, digests: Digests): void {
  if (!given.signedHeaders.includes('host')) throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  const { day, region, service, time, signature } = given;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest(request, given, digests.sha256(request.body));
  const text = [algorithm, time, scope, digests.sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Uint8Array>((made, part) => digests.hmac(made, part), `AWS4${secret}`);
  if (sameText(hex(digests.hmac(key, text)), signature)) return;
  throw invalid(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

/** What is signed. Of a presigned URL's query, the signature itself is left out, and nothing else. */
export function canonicalRequest(
  { method, path, query, headers }: SignedRequest,
  { signedHeaders, expires, signature }: Pick<Signature, 'signedHeaders' | 'expires' | 'signature'>,
  bodyHash: string,
): string {
  const fields = joinedHeaders(headers);
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query, expires === undefined ? undefined : signature),
    ...signedHeaders.map((name) => `${name}:${(fields.get(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

/** Encoded once more than it was sent; dots and empty segments are taken out before, as all services but S3 do. */
function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const end = kept.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${kept.map(encoded).join('/')}${end}`;
}

function canonicalQuery(query: string, signature: string | undefined): string {
  return queryPairs(query)
    .map(([key, value]) => [encoded(decodedPart(key)), encoded(decodedPart(value))] as const)
    .filter(([key, value]) => key !== 'X-Amz-Signature' || value !== signature)
    .sort(([key, value], [otherKey, otherValue]) => compare(key, otherKey) || compare(value, otherValue))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** In a time that does not tell where they differ. */
function sameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}

function invalid(message: string): LambdaError {
  return new LambdaError('InvalidSignatureException', 403, message);
}
