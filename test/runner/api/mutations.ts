import type { RawRequest } from './rawRequest.ts';

/** A whole number from 0 to below `limit`. */
export type Random = (limit: number) => number;

/** The same numbers for the same seed. The generator is "mulberry32". */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** The request with one to three mistakes in its method, path, query, headers, JSON, base64 or zip. */
export function mutated(request: RawRequest, random: Random, zip: Buffer): RawRequest {
  let wrong = request;
  for (let count = 1 + random(3); count > 0; count -= 1) wrong = one(random, mistakes)(wrong, random, zip);
  return wrong;
}

type Mistake = (request: RawRequest, random: Random, zip: Buffer) => RawRequest;

const mistakes: readonly Mistake[] = [wrongMethod, wrongPath, wrongPath, wrongQuery, wrongHeader, wrongJson, wrongJson, wrongJson, wrongBytes, wrongZip];

const texts = [
  '', ' ', '..', '../../etc/passwd', '%', '%zz', '%00', '%2e%2e%2f', '$LATEST', ':', '::::', 'null', '-1', '1e400', '"', '\\', '{}', '[]', '*',
  'a'.repeat(300), 'arn:aws:lambda:us-east-1:000000000000:function:', 'arn:aws:lambda:::', 'one:1', 'one:live', '__proto__', 'constructor', '€😀',
];
const values: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, '', 'x', 'x'.repeat(5_000), [], [null], [[]], {}, { a: 1 }, { __proto__: null, toString: 1 }, deep(200),
  'AAAA', '====', 'not base64!', '\u0000', '\ud800', '$LATEST', ['x86_64', 'x86_64'], { Variables: { a: null } },
];

function wrongMethod(request: RawRequest, random: Random): RawRequest {
  return { ...request, method: one(random, ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) };
}

function wrongPath(request: RawRequest, random: Random): RawRequest {
  const [path = '/', query] = (request.path ?? '/').split('?');
  const parts = path.split('/');
  const at = 1 + random(parts.length);
  const text = one(random, texts);
  parts.splice(at, random(2), random(3) === 0 ? asTarget(text) : encodeURIComponent(text.toWellFormed()));
  return { ...request, path: query === undefined ? parts.join('/') : `${parts.join('/')}?${query}` };
}

function wrongQuery(request: RawRequest, random: Random): RawRequest {
  const name = one(random, ['Qualifier', 'MaxItems', 'Marker', 'FunctionVersion', 'tagKeys', 'List', 'find', 'Arn', 'RevisionId', 'x']);
  const path = request.path ?? '/';
  return { ...request, path: `${path}${path.includes('?') ? '&' : '?'}${name}=${asTarget(one(random, texts))}` };
}

function wrongHeader(request: RawRequest, random: Random): RawRequest {
  const names = ['content-type', 'x-amz-invocation-type', 'x-amz-log-type', 'x-amz-client-context', 'x-amzn-trace-id', 'content-encoding', 'x-amz-tenant-id'];
  const value = one(random, ['', 'Event', 'DryRun', 'nope', 'e30=', '####', 'gzip', 'text/plain', 'x'.repeat(4_000), 'Root=1;Sampled=x']);
  return { ...request, headers: { ...request.headers, [one(random, names)]: value } };
}

/** One value of the body's JSON becomes another, or a member comes or goes. */
function wrongJson(request: RawRequest, random: Random): RawRequest {
  const parsed = parse(request.body);
  if (typeof parsed !== 'object' || parsed === null) return { ...request, body: JSON.stringify(one(random, values)) };
  return { ...request, body: JSON.stringify(changed(parsed, random)) };
}

function changed(value: object, random: Random): unknown {
  const keys = Object.keys(value);
  const key = keys.length === 0 || random(6) === 0 ? one(random, texts) : one(random, keys);
  const inner: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  const next = typeof inner === 'object' && inner !== null && random(2) === 0 ? changed(inner, random) : one(random, values);
  const entries = Object.entries(value).filter(([name]) => name !== key);
  const all: [string, unknown][] = random(8) === 0 ? entries : [...entries, [key, next]];
  return Array.isArray(value) ? all.map(([, item]) => item) : Object.fromEntries(all);
}

function wrongBytes(request: RawRequest, random: Random): RawRequest {
  const bytes = Buffer.from(typeof request.body === 'string' || request.body instanceof Uint8Array ? request.body : '{}');
  const cut = random(4) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : Buffer.from(bytes);
  return { ...request, body: flipped(cut, random) };
}

/** A zip with wrong bytes, where a package may be. */
function wrongZip(request: RawRequest, random: Random, zip: Buffer): RawRequest {
  const parsed = parse(request.body);
  const body = typeof parsed === 'object' && parsed !== null ? parsed : {};
  const bytes = flipped(random(3) === 0 ? Buffer.from(zip.subarray(0, random(zip.length))) : Buffer.from(zip), random);
  const ZipFile = bytes.toString('base64');
  return { ...request, body: JSON.stringify({ ...body, ZipFile, ...('Code' in body && { Code: { ZipFile } }), ...('Content' in body && { Content: { ZipFile } }) }) };
}

function flipped(bytes: Buffer, random: Random): Buffer {
  for (let count = random(6); count > 0 && bytes.length > 0; count -= 1) bytes[random(bytes.length)] = random(256);
  return bytes;
}

function deep(levels: number): unknown {
  return levels === 0 ? 1 : [deep(levels - 1)];
}

/** Such as may stand in a request's first line. */
function asTarget(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(character.toWellFormed()));
}

function parse(body: RawRequest['body']): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body instanceof Uint8Array ? body : []).toString());
  } catch {
    return undefined;
  }
}

function one<T>(random: Random, items: readonly T[]): T {
  // Lists here have items.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return items[random(items.length)] as T;
}
