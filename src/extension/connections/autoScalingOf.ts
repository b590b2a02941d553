import type { ProvisionedScalingApi } from '../../aws/autoScaling/provisionedScalingApi.ts';
import type { LambdaConnection } from './lambdaConnection.ts';

/** Application Auto Scaling over a connection; throws CodedError where the connection cannot be had. */
export type AutoScalingOf = (connection: LambdaConnection) => Promise<ProvisionedScalingApi>;
