import { CreateFunctionUrlConfigCommand, type CreateFunctionUrlConfigCommandInput } from '@aws-sdk/client-lambda';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { deployment, type Deployed } from '../../shared/deployed.ts';
import { permitUrl } from '../../shared/permitUrl.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { rawRequest } from '../api/rawRequest.ts';

const code = 'export const handler = async (event) => ({ path: event.rawPath, query: event.rawQueryString });';
const page = 'http://page.example';

async function publicUrl({ create, client }: Deployed, more: Partial<CreateFunctionUrlConfigCommandInput> = {}): Promise<number> {
  await create(code);
  const { FunctionUrl = '' } = await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', ...more }));
  await permitUrl(client, 'f');
  return Number(new URL(FunctionUrl).port);
}

/** The whole answer to a request whose target is written as it stands. */
function answerTo(port: number, target: string, host = `127.0.0.1:${port}`): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text)).on('error', reject).on('close', () => resolve(answer));
  });
}

test.each<[string, readonly string[]]>([
  ['that is no name of a header', ['ключ', 'x-good']],
  ['that would begin a header of its own', ['x-good', 'a\tb', 'a b']],
])('a CORS setting %s is not sent, and ends nothing', async (_what, names) => {
  const deployed = await deployment();
  const port = await publicUrl(deployed, { Cors: { AllowOrigins: [page], AllowMethods: ['GET', 'Ä'], AllowHeaders: [...names], ExposeHeaders: [...names] } });
  const answer = await rawRequest(port, { headers: { origin: page } });
  expect([answer.status, answer.headers['access-control-expose-headers']]).toEqual([200, 'x-good']);
  const preflight = await rawRequest(port, { method: 'OPTIONS', headers: { origin: page, 'access-control-request-method': 'GET' } });
  expect([preflight.status, preflight.headers['access-control-allow-methods'], preflight.headers['access-control-allow-headers']]).toEqual([200, 'GET', 'x-good']);
});

test('nor does one of a template', async () => {
  const workspace = await temporaryWorkspace({
    'index.mjs': code,
    'template.yaml': `Resources:
  f:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: f
      CodeUri: .
      Handler: index.handler
      Runtime: nodejs24.x
      FunctionUrlConfig:
        AuthType: NONE
        Cors: { AllowOrigins: ["${page}"], ExposeHeaders: ["a\\r\\nX-Evil: 1", "x-good"] }
`,
  });
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  const { region } = await deployment({ templates: [workspace.path('template.yaml')] });
  const { FunctionUrl } = JSON.parse(await (await fetch(`${region.endpoint}/2021-10-31/functions/f/url`)).text());
  const { status, headers } = await rawRequest(Number(new URL(FunctionUrl).port), { headers: { origin: page } });
  expect([status, headers['access-control-expose-headers'], headers['x-evil']]).toEqual([200, 'x-good', undefined]);
});

test('a target that is a whole URL counts by its own host, and its path is the path', async () => {
  const port = await publicUrl(await deployment());
  expect(await answerTo(port, `http://127.0.0.1:${port}/a?b=c`)).toContain('{"path":"/a","query":"b=c"}');
  expect(await answerTo(port, `http://localhost:${port}`, 'evil.example')).toContain('{"path":"/","query":""}');
  expect(await answerTo(port, 'http://evil.example/a')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await answerTo(port, `http://127.0.0.1:${port}@evil.example/a`)).toMatch(/^HTTP\/1\.1 403 /);
});
