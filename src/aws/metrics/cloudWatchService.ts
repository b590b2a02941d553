import type * as Sdk from '@aws-sdk/client-cloudwatch';
import type { Service } from '../service/serviceCaller.ts';

export const cloudWatchService: Service<typeof Sdk, Sdk.CloudWatchClient> = {
  title: 'CloudWatch',
  load: () => import('@aws-sdk/client-cloudwatch'),
  open: (sdk, options) => new sdk.CloudWatchClient(options),
  actionOf: (operation) => `cloudwatch:${operation}`,
  errors: {},
};
