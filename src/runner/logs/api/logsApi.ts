import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../../../common/codedError.ts';
import type { Logger } from '../../../common/logger.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { readBody, RequestAborted } from '../../api/requestBody.ts';
import { describeLogGroups } from './describeGroups.ts';
import { describeLogStreams } from './describeStreams.ts';
import { logsErrors } from './logsError.ts';
import type { LogsContext, LogsOperation } from './logsOperation.ts';
import { putLogEvents } from './putEvents.ts';
import { filterLogEvents, getLogEvents } from './readEvents.ts';
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteRetentionPolicy,
  listTagsForResource,
  listTagsLogGroup,
  putRetentionPolicy,
} from './writeGroups.ts';

export interface LogsApiOptions extends LogsContext {
  readonly logger: Logger;
  /** Makes the id of a request, a version 4 UUID. */
  readonly requestIds: () => string;
}

/** False: the request is somebody else's. `proceed` lets a client go on that waits for leave to send its body. */
export type LogsApi = (request: IncomingMessage, response: ServerResponse, proceed?: () => void) => boolean;

const operations: ReadonlyMap<string, LogsOperation> = new Map(
  Object.entries({
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    ListTagsForResource: listTagsForResource,
    ListTagsLogGroup: listTagsLogGroup,
    PutLogEvents: putLogEvents,
    PutRetentionPolicy: putRetentionPolicy,
  }),
);

const targetPrefix = 'Logs_20140328.';
const contentType = 'application/x-amz-json-1.1';
/** Holds a batch of PutLogEvents (1 MB) and what JSON adds to it. */
const mostBodyBytes = 4 * 1024 * 1024;

/** CloudWatch Logs on the region's own endpoint, so far as it is about logs: JSON 1.1, the operation in X-Amz-Target. Signatures are not checked. */
export function logsApi(options: LogsApiOptions): LogsApi {
  return (request, response, proceed = () => {}) => {
    const target = request.headers['x-amz-target'];
    if (request.method !== 'POST' || typeof target !== 'string' || !target.startsWith(targetPrefix)) return false;
    void serve(options, target.slice(targetPrefix.length), request, response, proceed);
    return true;
  };
}

async function serve(options: LogsApiOptions, name: string, request: IncomingMessage, response: ServerResponse, proceed: () => void): Promise<void> {
  const requestId = options.requestIds();
  try {
    const body = await readBody(request, { bytes: mostBodyBytes, exceeded: () => logsErrors.tooLarge(mostBodyBytes) }, proceed);
    const operation = operations.get(name);
    if (operation === undefined) throw logsErrors.notServed(name.slice(0, 100));
    const answer = await operation(options, parsed(body.toString()));
    send(response, requestId, 200, answer === undefined ? '' : JSON.stringify(answer));
  } catch (error) {
    if (error instanceof RequestAborted) return;
    const told = toldOf(error);
    if (told !== error) options.logger.error(`Request ${requestId} (${name.slice(0, 100)} of CloudWatch Logs) failed: ${stackOf(error)}`);
    send(response, requestId, told.status, JSON.stringify({ __type: told.type, message: told.message }));
  }
}

/** Coded errors are written for users; what else was thrown is nobody's business but the log's. */
function toldOf(error: unknown): LambdaError {
  if (error instanceof LambdaError) return error;
  return error instanceof CodedError ? logsErrors.failed(error.message) : logsErrors.failed();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw logsErrors.serialization('The request is not JSON.');
  }
}

function send(response: ServerResponse, requestId: string, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'x-amzn-RequestId': requestId, 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
