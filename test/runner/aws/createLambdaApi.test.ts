import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/aws/connection.ts';
import { ConnectionError } from '../../../src/aws/connectionError.ts';
import { createLambdaApi, type LambdaApiDependencies } from '../../../src/aws/createLambdaApi.ts';
import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../shared/temporaryWorkspace.ts';
import { ManualClock } from '../../shared/manualClock.ts';
import { type Answer, type Received, type ScriptedLambda, startLambda } from './scriptedLambda.ts';

const local = (lambda: ScriptedLambda): Connection => ({ id: 'local', label: 'Local', region: 'us-east-1', endpoint: lambda.endpoint });
const dev = (lambda: ScriptedLambda): Connection => ({
  id: 'aws:dev:eu-west-1',
  label: 'dev',
  region: 'eu-west-1',
  profile: 'dev',
  endpoint: lambda.endpoint,
});

async function failure(call: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await call.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );
  if (error instanceof ConnectionError) return error;
  throw error;
}

/** What a call sends, and what it makes of the answer. */
async function check(call: (api: LambdaApi) => Promise<unknown>, sent: string, answer: Answer, expected: unknown): Promise<Received> {
  await using lambda = await startLambda(() => answer);
  const api = createLambdaApi(local(lambda));
  expect(await call(api)).toEqual(expected);
  api.dispose();
  const [request] = lambda.received;
  if (request === undefined) throw new Error('It sent nothing.');
  expect(`${request.method} ${decodeURIComponent(request.url)}${request.body === '' ? '' : ` ${request.body}`}`).toBe(sent);
  return request;
}

describe('reading', () => {
  const functions = [{ FunctionName: 'a' }, { FunctionName: 'b' }];

  test.each<[string, (api: LambdaApi) => Promise<unknown>, sent: string, answer: Answer, expected: unknown]>([
    [
      'a first page',
      (api) => api.listFunctions(),
      'GET /2015-03-31/functions?MaxItems=50',
      { body: { Functions: functions, NextMarker: 'm' } },
      { items: functions, next: 'm' },
    ],
    [
      'a last page',
      (api) => api.listFunctions('m'),
      'GET /2015-03-31/functions?Marker=m&MaxItems=50',
      { body: { Functions: functions } },
      { items: functions },
    ],
    [
      'an empty page',
      (api) => api.listFunctions(),
      'GET /2015-03-31/functions?MaxItems=50',
      { body: { Functions: null, NextMarker: '' } },
      { items: [] },
    ],
    [
      'versions',
      (api) => api.listVersions('f', 'm'),
      'GET /2015-03-31/functions/f/versions?Marker=m&MaxItems=50',
      { body: { Versions: functions } },
      { items: functions },
    ],
    [
      'aliases',
      (api) => api.listAliases('f'),
      'GET /2015-03-31/functions/f/aliases?MaxItems=50',
      { body: { Aliases: [{ Name: 'a' }] } },
      { items: [{ Name: 'a' }] },
    ],
    [
      'layers',
      (api) => api.listLayers(),
      'GET /2018-10-31/layers?MaxItems=50',
      { body: { Layers: [{ LayerName: 'l' }], NextMarker: 'n' } },
      { items: [{ LayerName: 'l' }], next: 'n' },
    ],
    [
      'versions of a layer',
      (api) => api.listLayerVersions('l'),
      'GET /2018-10-31/layers/l/versions?MaxItems=50',
      { body: { LayerVersions: [{ Version: 1 }] } },
      { items: [{ Version: 1 }] },
    ],
    [
      'a function',
      (api) => api.getFunction('f'),
      'GET /2015-03-31/functions/f',
      { body: { Configuration: { FunctionName: 'f' } } },
      expect.objectContaining({ Configuration: { FunctionName: 'f' } }),
    ],
    [
      'what is reserved',
      (api) => api.getReservedConcurrency('f'),
      'GET /2019-09-30/functions/f/concurrency',
      { body: { ReservedConcurrentExecutions: 0 } },
      0,
    ],
    [
      'that nothing is reserved',
      (api) => api.getReservedConcurrency('f'),
      'GET /2019-09-30/functions/f/concurrency',
      { body: {} },
      undefined,
    ],
  ])('%s', async (_title, call, sent, answer, expected) => {
    await check(call, sent, answer, expected);
  });
});

describe('writing', () => {
  test('reserves concurrency, also none at all', async () => {
    await check(
      (api) => api.setReservedConcurrency('f', 0),
      'PUT /2017-10-31/functions/f/concurrency {"ReservedConcurrentExecutions":0}',
      { body: {} },
      undefined,
    );
  });

  test('gives the reservation back', async () => {
    await check(
      (api) => api.setReservedConcurrency('f', undefined),
      'DELETE /2017-10-31/functions/f/concurrency',
      { status: 204, body: '' },
      undefined,
    );
  });
});

describe('invoking', () => {
  test('sends the event as it is, and decodes the response and the end of the log', async () => {
    const log = Buffer.concat([Buffer.from('é').subarray(1), Buffer.from('nd of a line\nREPORT é\n')]);
    const headers = {
      'X-Amz-Executed-Version': '$LATEST',
      'X-Amz-Function-Error': 'Unhandled',
      'X-Amz-Log-Result': log.toString('base64'),
    };
    await using lambda = await startLambda(() => ({ headers, body: '{ "errorMessage": "é" }' }));
    const clock = new ManualClock();
    const api = createLambdaApi(local(lambda), { clock });
    const result = await api.invoke({ functionName: 'f', qualifier: 'live', payload: '{ "é": 1 }', type: 'RequestResponse' });
    expect(result).toEqual({
      status: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
      payload: '{ "errorMessage": "é" }',
      logTail: 'nd of a line\nREPORT é\n',
      requestId: 'request-1',
      elapsedMs: 0,
    });
    const [request] = lambda.received;
    expect(request).toMatchObject({ method: 'POST', url: '/2015-03-31/functions/f/invocations?Qualifier=live', body: '{ "é": 1 }' });
    expect(request?.headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'Tail' });
    api.dispose();
  });

  test.each([
    ['Event', 202],
    ['DryRun', 204],
  ] as const)('%s has no response', async (type, status) => {
    const request = await check(
      (api) => api.invoke({ functionName: 'f', payload: '{}', type }),
      'POST /2015-03-31/functions/f/invocations {}',
      { status, body: '' },
      expect.objectContaining({ status, payload: '' }),
    );
    expect(request.headers['x-amz-invocation-type']).toBe(type);
    expect(request.headers['x-amz-log-type']).toBeUndefined();
  });

  test.each([
    ['TooManyRequestsException', 429, 'throttled'],
    ['ServiceException', 500, 'service'],
  ])('is never sent twice, whatever comes back (%s)', async (name, status, code) => {
    const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
    await using lambda = await startLambda(
      () => ({ status, headers: { 'x-amzn-ErrorType': name }, body: { Reason: reason, message: 'Rate Exceeded.' } }),
    );
    await using home = await awsHome('[profile dev]\naws_access_key_id = AKID\naws_secret_access_key = key\n');
    const api = createLambdaApi(dev(lambda));
    const error = await failure(api.invoke({ functionName: 'f', payload: '{}', type: 'RequestResponse' }));
    expect(error.code).toBe(code);
    if (code === 'throttled') expect(error.details.reason).toBe(reason);
    expect(lambda.received).toHaveLength(1);
    api.dispose();
    expect(home.folder).toBeTruthy();
  });
});

/** A home with a shared configuration of the test's own. */
async function awsHome(config: string, credentials = ''): Promise<TemporaryWorkspace> {
  const workspace = await temporaryWorkspace({ config, credentials });
  Object.assign(process.env, {
    HOME: workspace.folder,
    USERPROFILE: workspace.folder,
    AWS_CONFIG_FILE: workspace.path('config'),
    AWS_SHARED_CREDENTIALS_FILE: workspace.path('credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  return workspace;
}

const before = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

describe('credentials', () => {
  const answer = { body: { Functions: [] } };
  const signedInByCorp =
    '[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n' +
    '[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://127.0.0.1:1/start\n';

  test('of a profile sign the request, from the files as they are at the first call', async () => {
    await using lambda = await startLambda(() => answer);
    await using home = await awsHome('[profile dev]\nregion = us-west-2\n');
    const api = createLambdaApi(dev(lambda));
    await home.write('credentials', '[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = key\naws_session_token = token\n');
    await api.listFunctions();
    const [request] = lambda.received;
    expect(request?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDDEV\/\d{8}\/eu-west-1\/lambda\/aws4_request/);
    expect(request?.headers['x-amz-security-token']).toBe('token');
    api.dispose();
  });

  test('that were mended are read again at the next call', async () => {
    await using lambda = await startLambda(() => answer);
    await using home = await awsHome('[profile dev]\n');
    const api = createLambdaApi(dev(lambda));
    expect((await failure(api.listFunctions())).code).toBe('noCredentials');
    await home.write('credentials', '[dev]\naws_access_key_id = AKIDNEW\naws_secret_access_key = key\n');
    expect(await api.listFunctions()).toEqual({ items: [] });
    expect(lambda.received).toHaveLength(1);
    api.dispose();
  });

  test('of the Local region are made up, and never those of the machine', async () => {
    await using lambda = await startLambda(() => answer);
    await using _home = await awsHome('', '[default]\naws_access_key_id = AKIDREAL\naws_secret_access_key = key\n');
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDENV';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'key';
    const api = createLambdaApi(local(lambda));
    await api.listFunctions();
    expect(lambda.received[0]?.headers.authorization).toContain('Credential=local/');
    api.dispose();
  });

  test('of the default profile may be those of the environment', async () => {
    await using lambda = await startLambda(() => answer);
    await using _home = await awsHome('[default]\nregion = eu-west-1\n');
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDENV';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'key';
    const api = createLambdaApi({ ...dev(lambda), profile: 'default' });
    await api.listFunctions();
    expect(lambda.received[0]?.headers.authorization).toContain('Credential=AKIDENV/');
    api.dispose();
  });

  test.each<[string, string, string, string, string?]>([
    ['no profile', '', 'noCredentials', 'The AWS SDK finds no profile dev,'],
    ['no credentials', '[profile dev]\nregion = x\n', 'noCredentials', 'Profile dev has no credentials.'],
    ['half of the keys', '[profile dev]\naws_access_key_id = AKID\n', 'noCredentials', 'The keys of profile dev are incomplete:'],
    [
      'a process that fails',
      '[profile dev]\ncredential_process = /nowhere/hush-hush\n',
      'noCredentials',
      'The credential_process of profile dev gave no credentials.',
    ],
    [
      'a device',
      '[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = hush-hush\n' +
        '[profile base]\naws_access_key_id = a\naws_secret_access_key = b\n',
      'noCredentials',
      'Profile dev asks for the code of a multi-factor device',
    ],
    [
      'a sign-in that was never made',
      signedInByCorp,
      'credentialsExpired',
      'Sign in with: aws sso login --profile dev',
    ],
    [
      'a sign-in that has expired',
      signedInByCorp,
      'credentialsExpired',
      'Sign in with: aws sso login --profile dev',
      '2020-01-01T00:00:00Z',
    ],
    [
      'a sign-in of a session that is not described',
      '[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n',
      'credentialsExpired',
      'Sign in with: aws sso login --profile dev',
    ],
    [
      'a sign-in of the older kind that has expired',
      '[profile dev]\nsso_start_url = corp\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n',
      'credentialsExpired',
      'Sign in with: aws sso login --profile dev',
      '2020-01-01T00:00:00Z',
    ],
  ])('are missing: %s', async (_title, config, code, message, expiresAt) => {
    await using lambda = await startLambda(() => answer);
    await using home = await awsHome(config);
    // The file's name is the SHA-1 of `corp`.
    const token = { accessToken: 'hush-hush', expiresAt, region: 'eu-west-1' };
    if (expiresAt !== undefined) await home.write('.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json', JSON.stringify(token));
    const api = createLambdaApi(dev(lambda));
    const error = await failure(api.listFunctions());
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('hush-hush');
    expect(lambda.received).toEqual([]);
    api.dispose();
  });
});

describe('of a shared configuration with thousands of profiles', () => {
  const crowd = Array.from({ length: 3000 }, (_, index) => `[profile other-${index}]\nregion = us-west-2\n`).join('');

  test('the profile, and what its credentials come from, is found, be it in the other file', async () => {
    await using lambda = await startLambda(() => ({ body: { Functions: [] } }));
    await using _home = await awsHome(
      `${crowd}[profile dev]\ncredential_process = "${process.execPath}" -p "${processOutput('AKIDPROCESS')}"\n`,
      '[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = key\n',
    );
    const apis = [createLambdaApi(dev(lambda)), createLambdaApi({ ...dev(lambda), profile: 'base' })];
    await Promise.all(apis.map((api) => api.listFunctions()));
    const keys = lambda.received.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
    expect(new Set(keys)).toEqual(new Set(['AKIDBASE', 'AKIDPROCESS']));
    for (const api of apis) api.dispose();
  });
});

/** A JavaScript expression for what a credential_process prints. */
function processOutput(key: string): string {
  return `JSON.stringify({Version:1,AccessKeyId:'${key}',SecretAccessKey:'key'})`;
}

describe('a call that fails', () => {
  test.each<[name: string, status: number, code: string]>([
    ['ResourceNotFoundException', 404, 'notFound'],
    ['AccessDeniedException', 403, 'accessDenied'],
    ['ResourceConflictException', 409, 'conflict'],
    ['InvalidParameterValueException', 400, 'invalid'],
    ['ServiceException', 500, 'service'],
    ['NotImplemented', 501, 'notServed'],
    ['ExpiredTokenException', 403, 'credentialsExpired'],
    ['InvalidSignatureException', 403, 'noCredentials'],
  ])('by %s is told as such', async (name, status, code) => {
    await using lambda = await startLambda(
      () => ({ status, headers: { 'x-amzn-ErrorType': `${name}:http://internal.amazon.com/` }, body: { message: 'It says so.' } }),
    );
    const error = await failure(createLambdaApi(local(lambda)).getFunction('f'));
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject({ operation: 'GetFunction', errorName: name, status, requestId: 'request-1' });
  });

  test('by a service that is not there is a matter of the network', async () => {
    const lambda = await startLambda(() => ({}));
    await lambda[Symbol.asyncDispose]();
    const error = await failure(createLambdaApi(local(lambda)).listFunctions());
    expect([error.code, error.message]).toEqual(['network', `The Local region at ${lambda.endpoint} refuses connections (ECONNREFUSED).`]);
  });

  test('by an address that does not exist is a matter of the network', async () => {
    await using _home = await awsHome('[profile dev]\naws_access_key_id = AKID\naws_secret_access_key = key\n');
    const connection = { id: 'x', label: 'x', region: 'eu-west-1', profile: 'dev', endpoint: 'http://lambda.invalid' };
    const error = await failure(createLambdaApi(connection).listFunctions());
    expect(error.code).toBe('network');
    expect(error.message).toContain('Lambda in eu-west-1 has no address');
  });

  test('by what is no JSON is a matter of the service', async () => {
    await using lambda = await startLambda(() => ({ headers: { 'Content-Type': 'text/html' }, body: '<html>hush-hush</html>' }));
    const error = await failure(createLambdaApi(local(lambda)).listFunctions());
    expect(error.code).toBe('service');
    expect(error.message).not.toContain('hush-hush');
  });

  test('by its connection being cut is a matter of the network', async () => {
    await using lambda = await startLambda((_request, response) => {
      response.destroy();
      return 'none';
    });
    const error = await failure(createLambdaApi(local(lambda)).invoke({ functionName: 'f', payload: '{}', type: 'RequestResponse' }));
    expect(error.code).toBe('network');
    expect(lambda.received).toHaveLength(1);
  });

  test('is sent again where that is safe and the service is busy', async () => {
    let asked = 0;
    const busy = { status: 429, headers: { 'x-amzn-ErrorType': 'TooManyRequestsException' }, body: { message: 'Rate exceeded' } };
    await using lambda = await startLambda(() => (++asked === 1 ? busy : { body: { Functions: [] } }));
    expect(await createLambdaApi(local(lambda)).listFunctions()).toEqual({ items: [] });
    expect(asked).toBe(2);
  });
});

describe('cancelling', () => {
  test('ends a call that is under way', async () => {
    const abort = new AbortController();
    await using lambda = await startLambda(() => {
      abort.abort();
      return 'none';
    });
    const error = await failure(
      createLambdaApi(local(lambda)).invoke({ functionName: 'f', payload: '{}', type: 'RequestResponse' }, abort.signal),
    );
    expect(error.code).toBe('cancelled');
  });

  test('before the call sends nothing', async () => {
    await using lambda = await startLambda(() => ({}));
    const error = await failure(createLambdaApi(local(lambda)).listFunctions(undefined, AbortSignal.abort()));
    expect(error.code).toBe('cancelled');
    expect(lambda.received).toEqual([]);
  });
});

test('nothing is loaded before the first call, and again where loading failed', async () => {
  await using lambda = await startLambda(() => ({ body: { Functions: [] } }));
  let loads = 0;
  const load: LambdaApiDependencies['load'] = () => {
    loads += 1;
    return loads === 1 ? Promise.reject(new Error('no luck')) : import('@aws-sdk/client-lambda');
  };
  const api = createLambdaApi(local(lambda), { load, productVersion: '1.2.3' });
  expect(loads).toBe(0);
  expect((await failure(api.listFunctions())).code).toBe('service');
  await api.listFunctions();
  await api.listFunctions();
  expect(loads).toBe(2);
  expect(lambda.received[0]?.headers['user-agent']).toContain('lambda-workbench/1.2.3');
  api.dispose();
  api.dispose();
});
