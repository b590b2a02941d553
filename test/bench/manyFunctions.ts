import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateFunctionCommand } from '@aws-sdk/client-lambda';

import { silentLogger } from '../../src/common/logger.ts';
import { type FunctionDocument, functionDocuments } from '../../src/runner/resources/functions/storedFunction.ts';
import { numberedKey } from '../../src/runner/resources/functionKey.ts';
import { versionCodes, versionDocuments } from '../../src/runner/resources/versions/storedVersion.ts';
import { type DocumentWrite, putting } from '../../src/runner/store/documentKind.ts';
import { openDocumentStore } from '../../src/runner/store/documentStore.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion } from '../shared/region.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

export const zip = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 1;' }]);

export function creation(FunctionName: string) {
  return {
    FunctionName,
    Runtime: 'nodejs24.x' as const,
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/bench',
    Code: { ZipFile: zip },
    Environment: { Variables: { STAGE: 'bench', TABLE: 'orders-bench', LOG_LEVEL: 'info' } },
  };
}

/** A data folder with copies of one function that was made through the API, and of its versions. */
export async function folderOf(functions: number, versions: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-bench-'));
  {
    await using region = await openRegion({ dataFolder: folder });
    using client = new TestClient(region.endpoint);
    await client.send(new CreateFunctionCommand(creation('original')));
  }
  const store = await openDocumentStore(folder, silentLogger);
  const original = await store.get(functionDocuments, 'original');
  if (original === undefined) throw new Error('The function was not kept.');
  for (let index = 1; index < functions; index += 1) await store.write(copyOf(original, `function-${index}`, versions));
  await store.close();
  return folder;
}

function copyOf(original: FunctionDocument, name: string, versions: number): readonly DocumentWrite[] {
  const { latest } = original;
  const configuration = { ...latest, settings: { ...latest.settings, FunctionName: name } };
  const writes = [putting(functionDocuments, name, { ...original, latest: configuration, lastVersion: versions })];
  for (let number = 1; number <= versions; number += 1) {
    const key = numberedKey(name, number);
    writes.push(putting(versionDocuments, key, { configuration, description: `version ${number}` }));
    writes.push(putting(versionCodes, key, { sha256: latest.code.sha256, size: latest.code.size }));
  }
  return writes;
}
