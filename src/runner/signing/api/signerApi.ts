import type { IncomingMessage, ServerResponse } from 'node:http';

import { CodedError } from '../../../common/codedError.ts';
import type { Logger } from '../../../common/logger.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { readBody, RequestAborted } from '../../api/requestBody.ts';
import { splitTarget } from '../../api/requestTarget.ts';
import { signerErrors } from '../signerErrors.ts';
import { signArchive, type SignArchiveContext } from './signArchive.ts';
import { decodedLabels, matchRoute, type SignerMatch } from './signerRoutes.ts';

export interface SignerApiOptions extends SignArchiveContext {
  readonly logger: Logger;
  /** Makes the id of a request, a version 4 UUID. */
  readonly requestIds: () => string;
}

/** False: the request is somebody else's. `proceed` lets a client go on that waits for leave to send its body. */
export type SignerApi = (request: IncomingMessage, response: ServerResponse, proceed?: () => void) => boolean;

/** Its requests are small; two hundred tags of the greatest length fit. */
const mostBodyBytes = 512 * 1024;

/** AWS Signer on the region's own endpoint: REST with JSON. Signatures of requests are not checked. */
export function signerApi(options: SignerApiOptions): SignerApi {
  return (request, response, proceed = () => {}) => {
    const [path = ''] = (request.url ?? '').split('?');
    const match = matchRoute(request.method ?? '', path);
    if (match === undefined) return false;
    void serve(options, match, request, response, proceed);
    return true;
  };
}

async function serve(
  options: SignerApiOptions,
  match: SignerMatch,
  request: IncomingMessage,
  response: ServerResponse,
  proceed: () => void,
): Promise<void> {
  const requestId = options.requestIds();
  try {
    await answer(options, match, { request, response, requestId, proceed });
  } catch (error) {
    // What was not read goes by, so that the client comes to read the answer.
    request.resume();
    if (error instanceof RequestAborted) return;
    const told = toldOf(error);
    if (told !== error) options.logger.error(`Request ${requestId} of AWS Signer failed: ${stackOf(error)}`);
    if (response.headersSent) response.destroy();
    else send(response, requestId, told.status, { message: told.message }, { 'x-amzn-ErrorType': told.type, ...told.headers });
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly proceed: () => void;
}

async function answer(options: SignerApiOptions, { target, labels }: SignerMatch, exchange: Exchange): Promise<void> {
  const { request, response, requestId, proceed } = exchange;
  const { query } = splitTarget(request.url ?? '');
  if (target === 'signArchive') {
    await signArchive(options, { ...exchange, query });
    return;
  }
  const limit = { bytes: mostBodyBytes, exceeded: () => signerErrors.tooLargeRequest(mostBodyBytes) };
  const body = await readBody(request, limit, proceed);
  if ('notServed' in target) throw signerErrors.notServed(target.notServed);
  send(response, requestId, 200, await target(options, { labels: decodedLabels(labels), query, body: parsed(body.toString()) }));
}

/** Coded errors are written for users; what else was thrown is nobody's business but the log's. */
function toldOf(error: unknown): LambdaError {
  if (error instanceof LambdaError) return error;
  return error instanceof CodedError ? signerErrors.failed(error.message) : signerErrors.failed();
}

function parsed(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw signerErrors.serialization('The request is not JSON.');
  }
}

function send(
  response: ServerResponse,
  requestId: string,
  status: number,
  content: object | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  const body = content === undefined ? '' : JSON.stringify(content);
  response.writeHead(status, {
    'x-amzn-RequestId': requestId,
    'content-type': 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
