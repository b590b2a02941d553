import {
  AddLayerVersionPermissionCommand,
  type AddLayerVersionPermissionCommandInput,
  DeleteLayerVersionCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  ListLayersCommand,
  PublishLayerVersionCommand,
  RemoveLayerVersionPermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { account, type AnswerRow, recordedWith, refused, text, type World, zip } from './answered.ts';

/** What stands for the layer's name. */
type Values = Readonly<Record<string, string>>;

/** Layers, their policies, and functions that are to have them. */
export const layersRows: readonly AnswerRow[] = [...versions(), ...lists(), ...policies(), ...functions(), ...publications()];

function layerArn(name: string, version?: number): string {
  return `arn:aws:lambda:us-east-1:${account}:layer:${name}${version === undefined ? '' : `:${version}`}`;
}

/** Publishes a layer of the row's name. */
async function layer({ client, name }: World, published = 1): Promise<Values> {
  for (let count = 0; count < published; count += 1) {
    await client.send(new PublishLayerVersionCommand({ LayerName: name, Content: { ZipFile: zip } }));
  }
  return { '<resource:1>': name };
}

function versions(): readonly AnswerRow[] {
  const belowOne = 'Layer Version Cannot be less than 1';
  const missing = 'The resource you requested does not exist.';
  return [
    ...[0, -1].map((VersionNumber) =>
      row(belowOne, ({ client, name: LayerName }) => client.send(new GetLayerVersionCommand({ LayerName, VersionNumber }))),
    ),
    row(belowOne, ({ client, name: LayerName }) => client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: -1 }))),
    row(missing, ({ client, name: LayerName }) => client.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 2 }))),
    row(missing, ({ client }) => client.send(new GetLayerVersionCommand({ LayerName: 'doesnotexist', VersionNumber: 1 }))),
    row(missing, ({ client, name }) => client.send(new GetLayerVersionByArnCommand({ Arn: layerArn(name, 2) }))),
    {
      // The API's model has the pattern in one more pair of brackets than the service.
      ...row(recordedWith("at 'arn' failed to satisfy"), ({ client, name }) => client.send(new GetLayerVersionByArnCommand({ Arn: layerArn(name) }))),
      until: 'regular expression pattern: ',
    },
  ];
}

function lists(): readonly AnswerRow[] {
  return [
    row(recordedWith("'archdoesnotexist'"), ({ client }) => client.send(new ListLayersCommand({ CompatibleArchitecture: text('archdoesnotexist') }))),
    {
      // AWS tells the values in an order that changes.
      ...row(recordedWith("'runtimedoesnotexist'"), ({ client }) =>
        client.send(new ListLayersCommand({ CompatibleRuntime: text('runtimedoesnotexist') })),
      ),
      until: 'Member must satisfy enum value set: [',
    },
  ];
}

function policies(): readonly AnswerRow[] {
  const add = ({ client, name }: World, more: Partial<AddLayerVersionPermissionCommandInput> = {}): Promise<unknown> =>
    client.send(
      new AddLayerVersionPermissionCommand({
        LayerName: name,
        VersionNumber: 1,
        StatementId: 's1',
        Action: 'lambda:GetLayerVersion',
        Principal: '*',
        ...more,
      }),
    );
  const get = ({ client, name }: World, more: object = {}): Promise<unknown> =>
    client.send(new GetLayerVersionPolicyCommand({ LayerName: name, VersionNumber: 1, ...more }));
  const remove = ({ client, name }: World, more: object = {}): Promise<unknown> =>
    client.send(new RemoveLayerVersionPermissionCommand({ LayerName: name, VersionNumber: 1, StatementId: 's1', ...more }));
  const calls = [add, get, remove];
  const afterOne =
    (call: (world: World) => Promise<unknown>) =>
    async (world: World): Promise<void> => {
      await add(world);
      await call(world);
    };
  const revision =
    'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id';
  return [
    row('No policy is associated with the given resource.', (world) => get(world)),
    row(recordedWith("Value '*' at 'action'"), (world) => add(world, { Action: '*' })),
    row(recordedWith('The statement id (s1) provided already exists'), afterOne((world) => add(world))),
    row(revision, afterOne((world) => add(world, { StatementId: 's2', RevisionId: 'wrong' }))),
    row(revision, afterOne((world) => remove(world, { RevisionId: 'wrong' }))),
    row('Statement doesnotexist is not found in resource policy.', afterOne((world) => remove(world, { StatementId: 'doesnotexist' }))),
    ...calls.map((call) =>
      row(recordedWith('-doesnotexist:1 does not exist.'), (world) => call(world, { LayerName: `${world.name}-doesnotexist` })),
    ),
    ...calls.map((call) =>
      row('Layer version arn:<partition>:lambda:<region>:111111111111:layer:<resource:1>:2 does not exist.', (world) =>
        call(world, { VersionNumber: 2 }),
      ),
    ),
  ];
}

function functions(): readonly AnswerRow[] {
  const update = (recorded: string, layers: (name: string) => readonly string[]): AnswerRow =>
    row(
      recorded,
      async (world) => {
        const FunctionName = await world.create();
        await world.client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [...layers(world.name)] }));
      },
      3,
    );
  const creation = (recorded: string, layers: (name: string) => readonly string[]): AnswerRow =>
    row(recorded, (world) => world.create({ Layers: [...layers(world.name)] }), 3);
  const version = 'Layer version arn:<partition>:lambda:<region>:111111111111:layer:';
  const twice = (one: number, other: number): string => recordedWith(`<resource:1>:${one} and arn:<partition>:lambda:<region>:111111111111:layer:<resource:1>:${other} are`);
  return [update, creation].flatMap((ask) => [
    ask(twice(1, 2), (name) => [layerArn(name, 1), layerArn(name, 2)]),
    ask(twice(1, 2), (name) => [layerArn(name, 1), layerArn(name, 2), layerArn(name, 3)]),
    ask(twice(1, 1), (name) => [layerArn(name, 1), layerArn(name, 1)]),
    ask(`${version}doesnotexist:1 does not exist.`, () => [layerArn('doesnotexist', 1)]),
    ask(`${version}<resource:1>:9 does not exist.`, (name) => [layerArn(name, 9)]),
    ask(recordedWith("at 'layers' failed to satisfy"), (name) => [layerArn(name)]),
    ask(recordedWith('Layers are not in the same region'), (name) => [layerArn(name, 1).replace('us-east-1', 'eu-west-2')]),
    ask('Cannot reference more than 5 layers.', () => ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => layerArn(name, 1))),
  ]);
}

function publications(): readonly AnswerRow[] {
  const publish = (runtimes: readonly string[], architectures: readonly string[]): AnswerRow => ({
    ...row(recordedWith(`'[${runtimes.join(', ')}]' at 'compatibleRuntimes'`), ({ client, name }) =>
      client.send(
        new PublishLayerVersionCommand({
          LayerName: name,
          Content: { ZipFile: zip },
          CompatibleRuntimes: runtimes.map(text),
          CompatibleArchitectures: architectures.map(text),
        }),
      ),
    ),
  });
  return [publish(['invalidruntime'], ['invalidarch']), publish(['invalidruntime', 'invalidruntime2', 'nodejs20.x'], ['invalidarch', 'x86_64'])];
}

/** With a layer of the row's name; the call is refused. */
function row(recorded: string, call: (world: World) => Promise<unknown>, published = 1): AnswerRow {
  return {
    recorded,
    provoke: async (world) => {
      const values = await layer(world, published);
      await refused(call(world));
      return values;
    },
  };
}
