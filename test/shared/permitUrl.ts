import { AddPermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Lets everybody use a function's public URL: the two permissions that Lambda asks for. */
export async function permitUrl(client: LambdaClient, name: string): Promise<void> {
  const target = { FunctionName: name, Principal: '*' };
  await client.send(new AddPermissionCommand({ ...target, StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }));
  await client.send(new AddPermissionCommand({ ...target, StatementId: 'invoke', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }));
}
