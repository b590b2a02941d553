import { expect, test } from 'vitest';

import { urlPermitted, type UrlPermissionRequest } from '../../../../src/runner/url/urlPermission.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
const identity = { partition: 'aws', region: 'eu-west-1', account: '123456789012' };
const anyone: UrlPermissionRequest = { identity, arn, authType: 'NONE', signed: false, sourceIp: '127.0.0.1' };
const signer: UrlPermissionRequest = { ...anyone, authType: 'AWS_IAM', signed: true };

const both = { Effect: 'Allow', Principal: '*', Action: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], Resource: arn };
const url = { ...both, Action: 'lambda:InvokeFunctionUrl', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } };
const invoke = { ...both, Action: 'lambda:InvokeFunction', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } };

test.each<[string, readonly object[], boolean]>([
  ['no statement', [], false],
  ['both', [url, invoke], true],
  ['the URL alone', [url], false],
  ['the function alone', [invoke], false],
  ['both in one', [both], true],
  ['all actions', [{ ...both, Action: 'lambda:*' }], true],
  ['all but one', [{ ...both, Action: undefined, NotAction: 'lambda:InvokeFunction' }], false],
  ['a service', [{ ...both, Principal: { Service: 's3.amazonaws.com' } }], false],
  ['anybody of AWS', [{ ...both, Principal: { AWS: '*' } }], true],
  ['the account', [{ ...both, Principal: { AWS: '123456789012' } }], false],
  ['another function', [{ ...both, Resource: `${arn}2` }], false],
  ['functions by pattern', [{ ...both, Resource: 'arn:aws:lambda:*:*:function:*' }], true],
  ['another auth type', [{ ...url, Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } }, invoke], false],
  ['not by a URL', [url, { ...invoke, Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': false } } }], false],
  ['a source account', [{ ...both, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } }], false],
  ['a source account, if there is one', [{ ...both, Condition: { StringEqualsIfExists: { 'AWS:SourceAccount': '1' } } }], true],
  ['none but another account', [{ ...both, Condition: { StringNotEquals: { 'aws:PrincipalAccount': '1' } } }], true],
  ['a condition that is not known', [{ ...both, Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } }], false],
  ['a denial beside', [both, { ...both, Effect: 'Deny' }], false],
  ['a denial that is not met', [both, { ...both, Effect: 'Deny', Condition: { StringEquals: { 'aws:SourceIp': '10.0.0.1' } } }], true],
  ['a denial that is not known', [both, { ...both, Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }], false],
])('the public is let through by %s: %j %s', (_what, Statement, permitted) => {
  expect(urlPermitted(JSON.stringify({ Version: '2012-10-17', Statement }), anyone)).toBe(permitted);
});

test('without a policy only who signed is let through', () => {
  expect([urlPermitted(undefined, anyone), urlPermitted(undefined, signer)]).toEqual([false, true]);
});

test('who signed needs no statement, and is kept out by a denial', () => {
  const denied = (statement: object) => urlPermitted(JSON.stringify({ Statement: [{ ...both, Effect: 'Deny', ...statement }] }), signer);
  expect(denied({})).toBe(false);
  expect(denied({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })).toBe(false);
  expect(denied({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } })).toBe(true);
  expect(denied({ Principal: undefined, NotPrincipal: { AWS: '123456789012' } })).toBe(true);
});
