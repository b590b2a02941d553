import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import type { Service } from '../service/serviceCaller.ts';

/** All of its calls may be sent again: they say what shall be. */
export const autoScalingService: Service<typeof Sdk, Sdk.ApplicationAutoScalingClient> = {
  title: 'Application Auto Scaling',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  open: (sdk, options) => new sdk.ApplicationAutoScalingClient(options),
  actionOf: (operation) => `application-autoscaling:${operation}`,
  errors: {
    ObjectNotFoundException: { code: 'notFound' },
    // Another update of the same target.
    ConcurrentUpdateException: { code: 'conflict', passes: true },
    LimitExceededException: { code: 'invalid' },
    FailedResourceAccessException: { code: 'service' },
  },
};
