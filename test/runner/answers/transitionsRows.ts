import { UpdateFunctionConfigurationCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';

import { type AnswerRow, refused } from './answered.ts';

/** What is answered while a function is in the middle of something. The region's waiting times are AWS's. */
export const transitionsRows: readonly AnswerRow[] = [
  {
    recorded:
      'The operation cannot be performed at this time. An update is in progress for resource: arn:<partition>:lambda:<region>:111111111111:function:<function-name:1>',
    provoke: async ({ client, create }) => {
      const name = await create();
      await waitUntilFunctionActiveV2({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { FunctionName: name });
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 5 }));
      await refused(client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 6 })));
      return { '<function-name:1>': name };
    },
  },
];
