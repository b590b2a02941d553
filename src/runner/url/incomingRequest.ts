import type { IncomingMessage } from 'node:http';
import { LambdaError } from '../../lambda/lambdaError.ts';
import { limits } from '../../lambda/limits.ts';
import type { HeaderField } from '../../lambda/url/headerFields.ts';
import type { SignedRequest } from '../../lambda/url/sigv4.ts';
import { isTextType } from '../../lambda/url/textTypes.ts';
import type { UrlRequest } from '../../lambda/url/urlEvent.ts';
import { hasBody, readBody } from '../api/requestBody.ts';

const nothing = Buffer.alloc(0);

/** The largest body of a URL's request. */
const bodyLimit = {
  bytes: limits.syncRequestBytes,
  exceeded: () => new LambdaError('RequestEntityTooLargeException', 413, 'Request Entity Too Large'),
};

export interface RequestTarget {
  /** Host and port, where the target is a whole URL, as proxies are sent it: they count then, and not the Host header. */
  readonly authority?: string;
  /** With its query. */
  readonly path: string;
}

/** Source: RFC 9112, "Request Target". */
export function targetOf({ url = '/' }: Pick<IncomingMessage, 'url'>): RequestTarget {
  const [, authority, path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (authority === undefined) return { path: url };
  return { authority, path: path.startsWith('/') ? path : `/${path}` };
}

/** Throws LambdaError (RequestEntityTooLargeException) for more than 6 MiB, RequestAborted where the client goes away. */
export async function readRequest(request: IncomingMessage, proceed: () => void): Promise<SignedRequest> {
  const { path: target } = targetOf(request);
  const mark = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers: headerFields(request),
    body: hasBody(request) ? await readBody(request, bodyLimit, proceed) : nothing,
  };
}

/** Of one connection only, or written anew here. */
const notPassedOn: ReadonlySet<string> = new Set([
  'connection', 'expect', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade',
  'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto',
]);

/** A request as its event tells it. */
export function eventRequest(incoming: IncomingMessage, request: SignedRequest, place: { readonly port: number; readonly trace: string }): UrlRequest {
  const sourceIp = incoming.socket.remoteAddress ?? '127.0.0.1';
  const forwarded = incoming.headers['x-forwarded-for'];
  const added: readonly HeaderField[] = [
    ['x-forwarded-for', typeof forwarded === 'string' && forwarded !== '' ? `${forwarded}, ${sourceIp}` : sourceIp],
    ['x-forwarded-port', String(place.port)],
    ['x-forwarded-proto', 'http'],
    ['x-amzn-trace-id', place.trace],
  ];
  return {
    method: request.method,
    path: request.path,
    query: request.query,
    protocol: `HTTP/${incoming.httpVersion}`,
    headers: [...request.headers.filter(([name]) => !notPassedOn.has(name.toLowerCase())), ...added],
    sourceIp,
    body: bodyOf(request.body, incoming.headers['content-type']),
  };
}

function bodyOf(bytes: Uint8Array, contentType: string | undefined): UrlRequest['body'] {
  if (bytes.length === 0) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isTextType(contentType) ? { text: buffer.toString(), base64: false } : { text: buffer.toString('base64'), base64: true };
}

function headerFields({ rawHeaders }: IncomingMessage): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return fields;
}
