import { expect, test } from 'vitest';

import { arn, openRegion, workspaceFunction } from './testRegion.ts';

test('recursive loops are terminated unless they are allowed', async () => {
  const region = await openRegion();
  await region.create('fn');
  region.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  expect(await region.call('GetFunctionRecursionConfig', { FunctionName: 'fn' })).toEqual({ RecursiveLoop: 'Terminate' });
  for (const FunctionName of [arn('fn'), 'w']) {
    expect(await region.call('PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: 'Allow' })).toEqual({ RecursiveLoop: 'Allow' });
  }
  await region.stop();
  const again = await openRegion({ folder: region.folder });
  again.functions.replaceWorkspaceFunctions([workspaceFunction('w')]);
  for (const FunctionName of ['fn', 'w']) {
    expect(await again.call('GetFunctionRecursionConfig', { FunctionName })).toEqual({ RecursiveLoop: 'Allow' });
  }
  await again.call('PutFunctionRecursionConfig', { FunctionName: 'fn', RecursiveLoop: 'Terminate' });
  expect(await again.call('GetFunctionRecursionConfig', { FunctionName: 'fn' })).toEqual({ RecursiveLoop: 'Terminate' });
});

test('a function that is not there is not found', async () => {
  const region = await openRegion();
  const missing = { type: 'ResourceNotFoundException', status: 404, message: `Function not found: ${arn('missing')}` };
  await expect(region.call('GetFunctionRecursionConfig', { FunctionName: 'missing' })).rejects.toMatchObject(missing);
  await expect(region.call('PutFunctionRecursionConfig', { FunctionName: 'missing', RecursiveLoop: 'Allow' })).rejects.toMatchObject(missing);
});
