import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { InvokeResult } from './lambdaApi.ts';

/** An answer of Invoke, decoded. */
export function invokeResult(output: InvokeCommandOutput, elapsedMs: number): InvokeResult {
  const { StatusCode, ExecutedVersion, FunctionError, LogResult, Payload, $metadata } = output;
  return {
    status: StatusCode ?? $metadata.httpStatusCode ?? 0,
    payload: Buffer.from(Payload ?? []).toString('utf8'),
    elapsedMs,
    ...(ExecutedVersion !== undefined && { executedVersion: ExecutedVersion }),
    ...(FunctionError !== undefined && { functionError: FunctionError }),
    ...(LogResult !== undefined && { logTail: tailText(Buffer.from(LogResult, 'base64')) }),
    ...($metadata.requestId !== undefined && { requestId: $metadata.requestId }),
  };
}

/** The log's end is cut by bytes: what is left of a character at its beginning (bytes 10xxxxxx) is dropped. */
export function tailText(bytes: Buffer): string {
  const start = bytes.findIndex((byte) => byte >>> 6 !== 0b10);
  return bytes.toString('utf8', start === -1 ? bytes.length : start);
}
