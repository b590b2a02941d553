import {
  DeleteCapacityProviderCommand,
  GetCapacityProviderCommand,
  ListFunctionVersionsByCapacityProviderCommand,
  UpdateCapacityProviderCommand,
} from '@aws-sdk/client-lambda';

import { account, type AnswerRow, type World } from './answered.ts';

const recorded = 'Capacity provider not found: arn:<partition>:lambda:<region>:111111111111:capacity-provider:<resource-name>';
const missing = 'doesnotexist';

function notFound(call: (world: World) => Promise<unknown>): AnswerRow {
  return {
    recorded,
    provoke: async (world) => {
      // That it is refused shows in what the client keeps.
      await call(world).catch(() => undefined);
      return { '<resource-name>': missing };
    },
  };
}

export const capacityProvidersRows: readonly AnswerRow[] = [
  notFound(({ client }) => client.send(new GetCapacityProviderCommand({ CapacityProviderName: missing }))),
  notFound(({ client }) =>
    client.send(
      new GetCapacityProviderCommand({ CapacityProviderName: `arn:aws:lambda:us-east-1:${account}:capacity-provider:${missing}` }),
    ),
  ),
  notFound(({ client }) => client.send(new UpdateCapacityProviderCommand({ CapacityProviderName: missing }))),
  notFound(({ client }) => client.send(new DeleteCapacityProviderCommand({ CapacityProviderName: missing }))),
  notFound(({ client }) => client.send(new ListFunctionVersionsByCapacityProviderCommand({ CapacityProviderName: missing }))),
];
