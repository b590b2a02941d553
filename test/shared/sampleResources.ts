import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';
import { createCommand } from './functionPackage.ts';
import type { TestClient } from './lambdaClient.ts';

/** A handler that tells which code and version it is. */
function release(build: number): Buffer {
  return zipBytes([{ name: 'index.mjs', content: `export const handler = async (event, { functionVersion }) => ({ build: ${build}, functionVersion });` }]);
}

/** Two versions of a layer; resolves to the ARN of the newer one. */
export async function publishLayer(client: TestClient, LayerName: string): Promise<string> {
  let arn = '';
  for (const Description of ['Rounds to whole cents', 'Rounds as each currency does']) {
    const ZipFile = zipBytes([{ name: 'nodejs/money.js', content: `// ${Description}` }]);
    const published = await client.send(
      new PublishLayerVersionCommand({ LayerName, Description, Content: { ZipFile }, CompatibleRuntimes: ['nodejs24.x'], CompatibleArchitectures: ['x86_64', 'arm64'] }),
    );
    arn = published.LayerVersionArn ?? '';
  }
  return arn;
}

/** A function with two versions of different code, the alias `live` between them and `next` of `$LATEST`. */
export async function createReleased(client: TestClient, FunctionName: string, layers: readonly string[]): Promise<void> {
  await client.send(createCommand(FunctionName, release(1), { Description: 'Takes the payment of an order.', Layers: layers }));
  await updated(client, FunctionName);
  await client.send(new PublishVersionCommand({ FunctionName, Description: 'First release' }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: release(2) }));
  await updated(client, FunctionName);
  await client.send(new PublishVersionCommand({ FunctionName, Description: 'Second release' }));
  await createAlias(client, { FunctionName, Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } });
  await createAlias(client, { FunctionName, Name: 'next', FunctionVersion: '$LATEST', Description: 'What is worked on' });
}

export async function createAlias(client: TestClient, input: ConstructorParameters<typeof CreateAliasCommand>[0]): Promise<void> {
  await client.send(new CreateAliasCommand(input));
}

export async function createImageFunction(client: TestClient, FunctionName: string, ImageUri: string): Promise<void> {
  await client.send(new CreateFunctionCommand({ FunctionName, Role: 'arn:aws:iam::000000000000:role/r', PackageType: 'Image', Code: { ImageUri } }));
}

/** Quick only where updates take no time. */
export async function createWithVersions(client: TestClient, FunctionName: string, count: number): Promise<void> {
  await client.send(createCommand(FunctionName, release(1)));
  await updated(client, FunctionName);
  for (let version = 1; version <= count; version += 1) {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: `Release ${version}` }));
    await updated(client, FunctionName);
    await client.send(new PublishVersionCommand({ FunctionName }));
  }
}

async function updated(client: TestClient, FunctionName: string): Promise<void> {
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { FunctionName });
}
