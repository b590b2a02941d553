import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { SignerClient } from '@aws-sdk/client-signer';
import { onTestFinished } from 'vitest';

import { authorityFileName, createSigning, type Signing } from '../../../../src/runner/signing/createSigning.ts';
import { KeyedQueue } from '../../../../src/runner/store/keyedQueue.ts';
import { ManualClock } from '../../../shared/manualClock.ts';
import { portOf } from '../../../shared/portOf.ts';
import { writeZip } from '../../../shared/signing/zipWriter.ts';
import { identity, openRegion } from '../resources/testRegion.ts';
import { temporaryFolder } from '../store/temporaryFolder.ts';

/** 2026-03-04T05:06:07.890Z */
export const start = Date.UTC(2026, 2, 4, 5, 6, 7, 890);
export const prefix = `arn:aws:signer:${identity.region}:${identity.account}:`;
export const platformId = 'AWSLambda-SHA384-ECDSA';
export const unsigned = writeZip([{ name: 'index.mjs', body: 'export const handler = () => 1;\n', deflated: true }]);

export interface SigningRegion {
  readonly signing: Signing;
  readonly folder: string;
  readonly authorityFile: string;
  readonly endpoint: string;
  readonly client: SignerClient;
  readonly clock: ManualClock;
  /** What was logged as an error. */
  readonly errors: readonly string[];
  /** Signs a package over HTTP. */
  sign(profileName: string, zip?: Uint8Array<ArrayBuffer>): Promise<Response>;
  /** Ends it, so that another can be opened on its folder. */
  stop(): Promise<void>;
}

/** The signing service of a region, served over HTTP. */
export async function openSigningRegion(options: { readonly folder?: string; readonly clock?: ManualClock } = {}): Promise<SigningRegion> {
  const folder = options.folder ?? (await temporaryFolder());
  const region = await openRegion({ folder });
  const clock = options.clock ?? new ManualClock(start);
  const errors: string[] = [];
  const uuid = (): string => crypto.randomUUID();
  const signing = await createSigning({
    identity,
    dataFolder: folder,
    store: region.store,
    tables: region.tables,
    queue: new KeyedQueue(),
    clock,
    logger: { debug() {}, info() {}, warn() {}, error: (message) => errors.push(message) },
    uuid,
    requestIds: uuid,
  });
  const server = createServer((request, response) => {
    if (signing.api(request, response)) return;
    response.statusCode = 404;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  // Names below this host do not resolve.
  const client = new SignerClient({ endpoint, region: identity.region, credentials, maxAttempts: 1, disableHostPrefix: true });
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    client.destroy();
    server.closeAllConnections();
    server.close();
    await region.stop();
  };
  onTestFinished(stop);
  return {
    signing,
    folder,
    authorityFile: join(folder, authorityFileName),
    endpoint,
    client,
    clock,
    errors,
    sign: (profileName, body = new Uint8Array(unsigned)) =>
      fetch(`${endpoint}/signing-jobs/with-archive?profileName=${profileName}`, { method: 'POST', body }),
    stop,
  };
}
