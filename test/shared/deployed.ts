import { rm } from 'node:fs/promises';
import { PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import { isRecord } from '../../src/lambda/model/record.ts';
import { zipBytes, type ZipPart } from '../unit/runner/store/archives/zipBytes.ts';
import { createCommand, temporaryData } from './functionPackage.ts';
import { type Called, TestClient } from './lambdaClient.ts';
import { openRegion, type RegionOptions, type RunningRegion } from './region.ts';

/** A region with functions, for one test. */
export interface Deployed {
  readonly region: RunningRegion;
  readonly client: TestClient;
  /** Creates a Node.js function `f`, or another, from the source of its `index.mjs` or from files. */
  readonly create: (source: string | readonly ZipPart[], more?: object) => Promise<void>;
  /** Publishes a layer; the answer is its ARN with version. */
  readonly layer: (name: string, parts: readonly ZipPart[]) => Promise<string>;
  /** Invokes `f` with the log's tail. */
  readonly call: (event: unknown, functionName?: string) => Promise<Called & { readonly tail: string }>;
  /** The log so far, as the service writes it to standard error. */
  readonly log: () => string;
}

/** What an answer's JSON has by that name. */
export function member(payload: unknown, name: string): unknown {
  return isRecord(payload) ? payload[name] : undefined;
}

/** Ends with the test. */
export async function deployment(options: RegionOptions = {}): Promise<Deployed> {
  const dataFolder = options.dataFolder ?? (await temporaryData());
  const region = await openRegion({ ...options, dataFolder });
  const client = new TestClient(region.endpoint);
  onTestFinished(async () => {
    client.destroy();
    await region.stop();
    await rm(dataFolder, { recursive: true, force: true });
  });
  return {
    region,
    client,
    async create(source, more = {}) {
      const parts = typeof source === 'string' ? [{ name: 'index.mjs', content: source }] : source;
      await client.send(createCommand('f', zipBytes(parts), more));
    },
    async layer(name, parts) {
      const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName: name, Content: { ZipFile: zipBytes(parts) } }));
      return LayerVersionArn ?? '';
    },
    async call(event, functionName = 'f') {
      const called = await client.call(functionName, event, { LogType: 'Tail' });
      return { ...called, tail: called.tail ?? '' };
    },
    log: () => region.stderr,
  };
}
