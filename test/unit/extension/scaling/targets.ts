import { awsConnection } from '../../../../src/aws/listAwsConnections.ts';
import type { FunctionTarget } from '../../../../src/extension/connections/lambdaConnection.ts';

/** A function of AWS, or of the Local region where it is live; nobody calls it. */
export function targetOf(functionName: string, live = false): FunctionTarget {
  return { connection: { connection: awsConnection('dev', 'eu-west-1'), live, api: () => Promise.reject(new Error('not asked here')) }, functionName };
}
