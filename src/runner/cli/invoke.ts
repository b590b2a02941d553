import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CodedError, messageOf } from '../../common/codedError.ts';
import { jsonProblem } from '../../lambda/payload.ts';
import type { InvokeCommand } from './commandLine.ts';

/** Calls a function of a running region (or whatever speaks the Lambda API there), prints its answer; answers the exit code. */
export async function invoke(command: InvokeCommand): Promise<number> {
  const endpoint = command.endpoint ?? process.env['AWS_ENDPOINT_URL_LAMBDA'] ?? process.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined) {
    throw new CodedError('ENDPOINT_MISSING', 'Say where the Local region is: --endpoint URL, or AWS_ENDPOINT_URL_LAMBDA. `lambda-workbench serve` prints it.');
  }
  const payload = await readEvent(command.event);
  // Loaded here, as `serve` has no use for a client.
  const { InvokeCommand: Invoke, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({
    endpoint,
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  try {
    const output = await client.send(
      new Invoke({
        FunctionName: command.functionName,
        Payload: Buffer.from(payload),
        ...(command.qualifier !== undefined && { Qualifier: command.qualifier }),
        ...(command.tail && { LogType: 'Tail' as const }),
      }),
    );
    if (output.LogResult !== undefined) process.stderr.write(Buffer.from(output.LogResult, 'base64'));
    process.stdout.write(`${output.Payload?.transformToString() ?? ''}\n`);
    return output.FunctionError === undefined ? 0 : 1;
  } catch (error) {
    throw new CodedError('INVOKE_FAILED', `${nameOf(error)}: ${messageOf(error)}`, { cause: error });
  } finally {
    client.destroy();
  }
}

/** The event of a file, of standard input, or an empty one. Throws CodedError `EVENT_NOT_JSON`, `EVENT_UNREADABLE`. */
export async function readEvent(event: string | undefined): Promise<string> {
  if (event === undefined) return '{}';
  const source = event === '-' ? 'standard input' : event;
  const content = event === '-' ? await text(process.stdin) : await readEventFile(event);
  const problem = jsonProblem(content);
  if (problem === undefined) return content;
  const line = content.slice(0, problem.offset).split('\n').length;
  const column = problem.offset - content.lastIndexOf('\n', problem.offset - 1);
  throw new CodedError('EVENT_NOT_JSON', `${source}:${line}:${column}: the event is not JSON: ${problem.message}`);
}

async function readEventFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CodedError('EVENT_UNREADABLE', `The event cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}
