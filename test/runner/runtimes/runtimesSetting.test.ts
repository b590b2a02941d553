import { expect, test } from 'vitest';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

/** A runtime of nobody's: it answers what started it and each event. */
const program = `
const [, , folder, handler] = process.argv;
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
for (;;) {
  const next = await fetch(base + 'next');
  const body = JSON.stringify({ event: await next.json(), folder, handler, layers: process.env.LAYERS, name: process.env.AWS_EXECUTION_ENV });
  await fetch(base + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body });
}
`;

const template = (runtime: string) =>
  'Transform: AWS::Serverless-2016-10-31\nResources:\n  f:\n    Type: AWS::Serverless::Function\n' +
  `    Properties: { FunctionName: f, CodeUri: code, Runtime: ${runtime}, Handler: main.handler }\n`;

test('a runtime that Lambda does not have runs as the setting says', async () => {
  await using workspace = await temporaryWorkspace({
    'code/main.ts': '',
    'program.mjs': program,
    'template.yaml': template('deno2'),
  });
  const entry = {
    command: process.execPath,
    args: [workspace.path('program.mjs'), '${taskRoot}', '${handler}'],
    variables: { LAYERS: '${opt}' },
  };
  await workspace.write('runtimes.json', JSON.stringify({ deno2: entry }));
  const args = ['--runtimes', workspace.path('runtimes.json')];
  await using region = await openRegion({ templates: [workspace.path('template.yaml')], args });
  using client = new TestClient(region.endpoint);
  const { functionError, payload } = await client.call('f', { a: 1 });
  expect(functionError).toBeUndefined();
  expect(payload).toEqual({
    event: { a: 1 },
    folder: workspace.path('code'),
    handler: 'main.handler',
    layers: expect.any(String),
    name: 'AWS_Lambda_deno2',
  });
  expect((await region.state()).problems).toMatchObject([{ code: 'RUNTIME_UNSUPPORTED', severity: 'warning' }]);
});

test.each([
  ['deno2', /^deno2 is not the name of a Lambda runtime\. To run it all the same, say in the setting lambdaWorkbench\.runtimes/],
  ['nodejs98.x', /^nodejs98\.x needs Node\.js 98, which was not found\. Looked for node98, node on PATH/],
])('without it, invoking a function of %s says what to do', async (runtime, message) => {
  await using workspace = await temporaryWorkspace({ 'code/main.js': '', 'template.yaml': template(runtime) });
  await using region = await openRegion({ templates: [workspace.path('template.yaml')] });
  using client = new TestClient(region.endpoint);
  await expect(client.call('f', {})).rejects.toMatchObject({ name: 'InvalidRuntimeException', message: expect.stringMatching(message) });
});
