import { expect } from 'vitest';
import { TestClient } from '../../../shared/lambdaClient.ts';
import { openRegion } from '../../../shared/region.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';

export interface ServedFunction {
  readonly runtime: string;
  readonly handler: string;
  /** Lays down the function's code in a folder. */
  readonly lay: (codeFolder: string) => Promise<unknown>;
  /** Of the service. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly errorType: unknown;
}

/** Runs the function of a fixture from a template, in a service as users start it. */
export async function expectServed({ runtime, handler, lay, environment = {}, errorType }: ServedFunction): Promise<void> {
  await using workspace = await temporaryWorkspace({
    'template.yaml': [
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  f:',
      '    Type: AWS::Serverless::Function',
      `    Properties: { FunctionName: f, CodeUri: code, Runtime: ${runtime}, Handler: '${handler}', MemorySize: 512, Timeout: 30 }`,
      '',
    ].join('\n'),
  });
  await lay(workspace.path('code'));
  await using region = await openRegion({ templates: [workspace.path('template.yaml')], environment });
  using client = new TestClient(region.endpoint);
  expect(await client.call('f', { do: 'context' })).toMatchObject({
    functionError: undefined,
    payload: { arn: 'arn:aws:lambda:us-east-1:000000000000:function:f', name: 'f', memory: 512 },
  });
  expect(await client.call('f', { do: 'fail' })).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorMessage: 'it failed', errorType },
  });
  const { payload, tail } = await client.call('f', { a: 'é' }, { LogType: 'Tail' });
  expect(payload).toEqual({ a: 'é' });
  expect(tail).toMatch(/^START RequestId: [^]*END RequestId: [^]*REPORT RequestId: /);
}
