import { PutFunctionRecursionConfigCommand } from '@aws-sdk/client-lambda';

import { type AnswerRow, recordedWith, text } from './answered.ts';

/** Runtime management, recursion, scaling of functions. */
export const smallConfigsRows: readonly AnswerRow[] = [
  {
    recorded: recordedWith("at 'recursiveLoop'"),
    // Sets of values have no order in AWS's answers.
    until: 'Member must satisfy enum value set: [',
    provoke: async ({ client, create }) => {
      await client.send(new PutFunctionRecursionConfigCommand({ FunctionName: await create(), RecursiveLoop: text('InvalidValue') }));
    },
  },
];
