import { DeleteFunctionCommand, ListTagsCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-lambda';

import { account, type AnswerRow, arn, recordedWith, refused } from './answered.ts';

const notFound = 'Function not found: arn:<partition>:lambda:<region>:111111111111:function:';
const tooMany = 'Number of tags exceeds resource tag limit.';
const qualified = 'Tags on function aliases and versions are not supported. Please specify a function ARN.';
const uuid = '11111111-2222-4333-8444-555555555555';
const resource = (kind: string, id: string): string => `arn:aws:lambda:us-east-1:${account}:${kind}:${id}`;

const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_none, index) => [`${index}_key`, `${index}_value`]));

/** Tags of functions and of what else has some. */
export const tagsRows: readonly AnswerRow[] = [
  {
    // The API's model lets other kinds of resources have tags by now.
    ...tagging(recordedWith("'arn:<partition>:something' at 'resource'"), () => 'arn:aws:something'),
    until: '(function:',
  },
  tagging(recordedWith(":foobar:<resource-name>'"), () => resource('foobar', 'r'), { '<resource-name>': 'r' }),
  tagging(recordedWith("capacity-provider:<resource-name>:alias'"), () => resource('capacity-provider', 'r:alias'), {
    '<resource-name>': 'r',
  }),
  tagging(recordedWith("event-source-mapping:<resource-name>:alias'"), () => resource('event-source-mapping', `${uuid}:alias`), {
    '<resource-name>': uuid,
  }),
  tagging(qualified, (name) => arn(name, '1')),
  tagging(qualified, (name) => arn(name, '$LATEST')),
  tagging(qualified, (name) => arn(name, 'v1')),
  tagging(`${notFound}doesnotexist`, () => arn('doesnotexist')),
  tagging(`${notFound}<resource-name>`, () => arn('tagged-nowhere'), { '<resource-name>': 'tagged-nowhere' }),
  tagging(recordedWith('Capacity provider not found: '), () => resource('capacity-provider', 'r'), { '<resource-name>': 'r' }),
  tagging(recordedWith('Event source mapping not found: '), () => resource('event-source-mapping', uuid), { '<resource-name>': uuid }),
  {
    recorded: `${notFound}<function-name:1>`,
    async provoke(world) {
      const { client } = world;
      const name = await world.create({ Tags: { a: '1' } });
      await client.send(new DeleteFunctionCommand({ FunctionName: name }));
      await refused(client.send(new ListTagsCommand({ Resource: arn(name) })));
      return { '<function-name:1>': name };
    },
  },
  {
    recorded: tooMany,
    async provoke(world) {
      const { client } = world;
      const Resource = arn(await world.create());
      await client.send(new TagResourceCommand({ Resource, Tags: numbered(51) }));
    },
  },
  {
    recorded: tooMany,
    async provoke(world) {
      const { client } = world;
      const Resource = arn(await world.create());
      await client.send(new TagResourceCommand({ Resource, Tags: numbered(50) }));
      await client.send(new TagResourceCommand({ Resource, Tags: { a_key: 'a_value' } }));
    },
  },
  {
    recorded: recordedWith("null at 'tagKeys'"),
    async provoke(world) {
      await world.client.send(new UntagResourceCommand({ Resource: arn(await world.create()), TagKeys: [] }));
    },
  },
  {
    recorded: 'An error occurred and the request cannot be processed.',
    async provoke(world) {
      await world.client.send(new TagResourceCommand({ Resource: arn(await world.create()), Tags: {} }));
    },
  },
];

/** Each of the operations answers it; the last is looked at. */
function tagging(recorded: string, of: (name: string) => string, values: Readonly<Record<string, string>> = {}): AnswerRow {
  return {
    recorded,
    async provoke(world) {
      const { client } = world;
      const Resource = of(await world.create());
      await refused(client.send(new ListTagsCommand({ Resource })));
      await refused(client.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] })));
      await refused(client.send(new TagResourceCommand({ Resource, Tags: { a: '1' } })));
      return values;
    },
  };
}
