import { describe, expect, it } from 'vitest';

import { LambdaError } from '../../../../src/lambda/lambdaError.ts';
import { readOperations } from '../../../../src/runner/api/operationTable.ts';
import { splitTarget } from '../../../../src/runner/api/requestTarget.ts';
import { Router } from '../../../../src/runner/api/router.ts';

const router = new Router(readOperations());

/** The operation's name and the labels. */
function routeOf(method: string, target: string): unknown {
  const { path, query } = splitTarget(target);
  const route = router.match(method, path, query);
  return route === undefined ? undefined : [route.operation.name, route.labels];
}

function check(method: string, target: string, expected: unknown): void {
  expect(routeOf(method, target)).toEqual(expected);
}

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f:live';
const durable = 'arn:aws:lambda:eu-west-1:123456789012:function:f:1/durable-execution/a/b';

describe('routes', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['POST', '/2015-03-31/functions', 'CreateFunction', {}],
    ['GET', '/2015-03-31/functions', 'ListFunctions', {}],
    ['GET', '/2015-03-31/functions/', 'ListFunctions', {}],
    ['GET', '/2015-03-31/functions/?MaxItems=1', 'ListFunctions', {}],
    ['GET', '/2015-03-31/functions/f', 'GetFunction', { FunctionName: 'f' }],
    ['GET', '/2015-03-31/functions/functions', 'GetFunction', { FunctionName: 'functions' }],
    ['GET', '/2015-03-31/functions/configuration/configuration', 'GetFunctionConfiguration', { FunctionName: 'configuration' }],
    ['DELETE', '/2015-03-31/functions/f?Qualifier=1', 'DeleteFunction', { FunctionName: 'f' }],
    ['POST', `/2015-03-31/functions/${arn}/invocations`, 'Invoke', { FunctionName: arn }],
    ['POST', `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`, 'Invoke', { FunctionName: arn }],
    ['GET', `/2025-12-01/durable-executions/${encodeURIComponent(durable)}`, 'GetDurableExecution', { DurableExecutionArn: durable }],
    ['GET', '/2025-12-01/durable-executions/a%2Fhistory', 'GetDurableExecution', { DurableExecutionArn: 'a/history' }],
    ['GET', '/2025-12-01/durable-executions/a/history', 'GetDurableExecutionHistory', { DurableExecutionArn: 'a' }],
    ['GET', '/2018-10-31/layers', 'ListLayers', {}],
    ['GET', '/2018-10-31/layers?find=LayerVersion&Arn=a', 'GetLayerVersionByArn', {}],
    ['GET', '/2018-10-31/layers?Arn=a&find=LayerVersion', 'GetLayerVersionByArn', {}],
    ['GET', '/2018-10-31/layers?find=other', 'ListLayers', {}],
    ['GET', '/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1', 'GetProvisionedConcurrencyConfig', { FunctionName: 'f' }],
    ['GET', '/2019-09-30/functions/f/provisioned-concurrency?List=ALL', 'ListProvisionedConcurrencyConfigs', { FunctionName: 'f' }],
    ['GET', '/2019-09-25/functions/f/event-invoke-config', 'GetFunctionEventInvokeConfig', { FunctionName: 'f' }],
    ['GET', '/2019-09-25/functions/f/event-invoke-config/list', 'ListFunctionEventInvokeConfigs', { FunctionName: 'f' }],
    ['PUT', '/2019-09-25/functions/f/event-invoke-config', 'PutFunctionEventInvokeConfig', { FunctionName: 'f' }],
    ['POST', '/2019-09-25/functions/f/event-invoke-config', 'UpdateFunctionEventInvokeConfig', { FunctionName: 'f' }],
    ['DELETE', '/2017-10-31/functions/a%20b/concurrency', 'DeleteFunctionConcurrency', { FunctionName: 'a b' }],
    ['GET', '/2019-09-30/functions/f+g/concurrency', 'GetFunctionConcurrency', { FunctionName: 'f+g' }],
    ['DELETE', '/2015-03-31/functions/f/policy/s', 'RemovePermission', { FunctionName: 'f', StatementId: 's' }],
  ])('%s %s is %s', (method, target, name, labels) => check(method, target, [name, labels]));

  it.each([
    ['GET', '/'],
    ['GET', ''],
    ['GET', '*'],
    ['GET', '2015-03-31/functions'],
    ['GET', 'http://127.0.0.1/2015-03-31/functions'],
    ['GET', '//2015-03-31/functions'],
    ['GET', '/2015-03-31/functions//'],
    ['GET', '/2015-03-31/functions//configuration'],
    ['GET', '/2015-03-31/functions/f/configuration/more'],
    ['GET', '/2015-03-30/functions'],
    ['GET', '/2015-03-31/Functions'],
    ['HEAD', '/2015-03-31/functions'],
    ['get', '/2015-03-31/functions'],
    ['POST', '/2015-03-31/functions/f'],
  ])('%s %s is none', (method, target) => check(method, target, undefined));

  it('of the table lead to their operations', () => {
    for (const { name, method, segments, query } of readOperations()) {
      const path = segments.map((segment) => ('text' in segment ? segment.text : segment.label)).join('/');
      const labels = Object.fromEntries(segments.flatMap((segment) => ('label' in segment ? [[segment.label, segment.label]] : [])));
      check(method, `/${path}${query === undefined ? '' : `?${query.join('=')}`}`, [name, labels]);
    }
  });

  it.each(['/2015-03-31/functions/%', '/2015-03-31/functions/%e4'])('%s is badly encoded', (path) => {
    expect(() => routeOf('GET', path)).toThrow(LambdaError);
  });
});

describe('queries', () => {
  it.each<[string, [string, string[]][]]>([
    ['/a', []],
    ['/a?', []],
    ['/a?&&', []],
    ['/a?b', [['b', ['']]]],
    ['/a?b=', [['b', ['']]]],
    ['/a?b=1&b=2&c=3', [['b', ['1', '2']], ['c', ['3']]]],
    ['/a?b=c=d', [['b', ['c=d']]]],
    ['/a?b=x+y%2B%20z', [['b', ['x y+ z']]]],
    ['/a?%62=%C3%BC', [['b', ['ü']]]],
    ['/a?b=1?c=2', [['b', ['1?c=2']]]],
    ['/a?__proto__=1', [['__proto__', ['1']]]],
  ])('%s', (target, expected) => {
    expect([...splitTarget(target).query]).toEqual(expected);
    expect(splitTarget(target).path).toBe('/a');
  });
});
