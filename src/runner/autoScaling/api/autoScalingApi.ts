import type { IncomingMessage, ServerResponse } from 'node:http';

import { CodedError } from '../../../common/codedError.ts';
import type { Logger } from '../../../common/logger.ts';
import { LambdaError } from '../../../lambda/lambdaError.ts';
import { readBody, RequestAborted } from '../../api/requestBody.ts';
import { describeScalingActivities } from './activities.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import type { AutoScalingContext, AutoScalingOperation } from './autoScalingOperation.ts';
import { deleteScalingPolicy, describeScalingPolicies, putScalingPolicy } from './policies.ts';
import { deleteScheduledAction, describeScheduledActions, putScheduledAction } from './scheduledActions.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { deregisterScalableTarget, describeScalableTargets, registerScalableTarget } from './targets.ts';

export interface AutoScalingApiOptions extends AutoScalingContext {
  readonly logger: Logger;
  /** Makes the id of a request, a version 4 UUID. */
  readonly requestIds: () => string;
}

/** False: the request is somebody else's. `proceed` lets a client go on that waits for leave to send its body. */
export type AutoScalingApi = (request: IncomingMessage, response: ServerResponse, proceed?: () => void) => boolean;

const operations: ReadonlyMap<string, AutoScalingOperation> = new Map(
  Object.entries({
    DeleteScalingPolicy: deleteScalingPolicy,
    DeleteScheduledAction: deleteScheduledAction,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingActivities: describeScalingActivities,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
    ListTagsForResource: listTagsForResource,
    PutScalingPolicy: putScalingPolicy,
    PutScheduledAction: putScheduledAction,
    RegisterScalableTarget: registerScalableTarget,
    TagResource: tagResource,
    UntagResource: untagResource,
  }),
);

const targetPrefix = 'AnyScaleFrontendService.';
const contentType = 'application/x-amz-json-1.1';
/** Its requests are small; fifty names of the greatest length fit. */
const mostBodyBytes = 512 * 1024;

/** Application Auto Scaling on the region's own endpoint: JSON 1.1, the operation in X-Amz-Target. Signatures are not checked. */
export function autoScalingApi(options: AutoScalingApiOptions): AutoScalingApi {
  return (request, response, proceed = () => {}) => {
    const target = request.headers['x-amz-target'];
    if (request.method !== 'POST' || typeof target !== 'string' || !target.startsWith(targetPrefix)) return false;
    void serve(options, target.slice(targetPrefix.length), request, response, proceed);
    return true;
  };
}

async function serve(
  options: AutoScalingApiOptions,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  proceed: () => void,
): Promise<void> {
  const requestId = options.requestIds();
  try {
    const body = await readBody(request, { bytes: mostBodyBytes, exceeded: () => autoScalingErrors.tooLarge(mostBodyBytes) }, proceed);
    const operation = operations.get(name);
    if (operation === undefined) throw autoScalingErrors.notServed(name.slice(0, 100));
    send(response, requestId, 200, await operation(options, parsed(body.toString())));
  } catch (error) {
    if (error instanceof RequestAborted) return;
    const told = toldOf(error);
    if (told !== error) {
      options.logger.error(`Request ${requestId} (${name.slice(0, 100)} of Application Auto Scaling) failed: ${stackOf(error)}`);
    }
    send(response, requestId, told.status, { __type: told.type, Message: told.message });
  }
}

/** Coded errors are written for users; what else was thrown is nobody's business but the log's. */
function toldOf(error: unknown): LambdaError {
  if (error instanceof LambdaError) return error;
  return error instanceof CodedError ? autoScalingErrors.failed(error.message) : autoScalingErrors.failed();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw autoScalingErrors.serialization('The request is not JSON.');
  }
}

function send(response: ServerResponse, requestId: string, status: number, answer: object): void {
  if (response.destroyed) return;
  const body = JSON.stringify(answer);
  response.writeHead(status, { 'x-amzn-RequestId': requestId, 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
