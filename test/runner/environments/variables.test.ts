import { expect, test } from 'vitest';
import { isRecord } from '../../../src/lambda/model/record.ts';
import { deployment } from '../../shared/deployed.ts';

const handler = 'export const handler = async () => process.env;';

/** What Lambda sets for a Node.js function without anything of its own, but for credentials. Recorded in January 2026. */
const ofLambda = [
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_DAEMON_ADDRESS',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  'LANG',
  'LD_LIBRARY_PATH',
  'NODE_PATH',
  'PATH',
  'TZ',
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
];
/** What plain processes have besides, as they have no /tmp of their own. */
const ofProcesses = ['TMPDIR'];

test('a handler gets the variables that Lambda sets, its own, and nothing else', async () => {
  const { create, call } = await deployment({ environment: { SECRET_OF_THE_HOST: 'x', AWS_ACCESS_KEY_ID: 'host', AWS_PROFILE: 'host' } });
  await create(handler, { Environment: { Variables: { MINE: 'yes' } } });
  const { payload: variables } = await call({});
  expect(Object.keys(isRecord(variables) ? variables : {}).toSorted()).toEqual([...ofLambda, ...ofProcesses, 'MINE'].toSorted());
  expect(variables).toMatchObject({
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    _HANDLER: 'index.handler',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  });
});

test('in the JSON log format the runtime is told of it', async () => {
  const { create, call } = await deployment();
  await create(handler, { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', LogGroup: '/mine' } });
  expect((await call({})).payload).toMatchObject({
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'WARN',
    AWS_LAMBDA_LOG_GROUP_NAME: '/mine',
  });
});
