import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { createCommand, handlerPart, temporaryData } from '../../shared/functionPackage.ts';
import { TestClient } from '../../shared/lambdaClient.ts';
import { openRegion } from '../../shared/region.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { filesLike, flipByte } from '../../unit/runner/store/damagedFiles.ts';

let data: string;

/** The first function is in a table, and the second in a log. */
beforeEach(async () => {
  data = await temporaryData();
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  for (const name of ['first', 'second']) {
    await using region = await openRegion({ dataFolder: data });
    using client = new TestClient(region.endpoint);
    await client.send(createCommand(name, zipBytes([handlerPart, { name: 'name', content: name }])));
  }
});

async function fileLike(pattern: RegExp): Promise<string> {
  const [name = ''] = await filesLike(join(data, 'documents'), pattern);
  return join(data, 'documents', name);
}

test.each<readonly [string, () => Promise<unknown>, readonly string[]]>([
  ['its list of files is garbage', async () => writeFile(await fileLike(/^CURRENT$/), 'garbage'), ['first', 'second']],
  ['its list of files is empty', async () => writeFile(await fileLike(/^MANIFEST-/), ''), ['first', 'second']],
  ['a table is missing', async () => rm(await fileLike(/\.ldb$/)), ['second']],
  ['a byte of a log is wrong', async () => flipByte(await fileLike(/\.log$/), 100), ['first']],
])('a damaged data folder is told and set aside, and the rest is served: %s', async (_what, damage, left) => {
  await damage();
  const code = (await readdir(join(data, 'code'))).sort();
  {
    await using region = await openRegion({ dataFolder: data });
    expect(region.functions).toEqual(left);
    using client = new TestClient(region.endpoint);
    for (const name of left) expect((await client.call(name, { a: name })).payload).toEqual({ a: name });
    await client.send(createCommand('third', zipBytes([handlerPart])));
    await region.stop();
    const [aside = ''] = await filesLike(data, /^damaged-/);
    expect(region.stderr).toMatch(/^error: Files in the data folder .* are damaged\./m);
    expect(region.stderr).toContain(join(data, aside));
    expect(await readFile(join(data, aside, 'LOCK'))).toBeDefined();
  }
  // The code of what is lost is kept with it.
  expect(await readdir(join(data, 'code'))).toEqual(expect.arrayContaining(code));
  await using region = await openRegion({ dataFolder: data });
  using client = new TestClient(region.endpoint);
  const { Functions = [] } = await client.send(new ListFunctionsCommand());
  expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual([...left, 'third']);
  expect(region.stderr).not.toContain('damaged');
});
