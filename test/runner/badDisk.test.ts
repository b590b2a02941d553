import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteFunctionCommand, GetFunctionCommand, ListFunctionsCommand, PutFunctionConcurrencyCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { createCommand, goodPackage, handlerPart, temporaryData } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion } from '../shared/region.ts';
import { temporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { zipBytes } from '../unit/runner/store/archives/zipBytes.ts';

const posix = process.platform !== 'win32';

/** A file system of 24 MB, where this user may mount one. */
async function smallDisk(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await temporaryData();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', folder], { stdio: 'ignore' });
  return {
    folder,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['-l', folder]);
      await rm(folder, { recursive: true });
    },
  };
}

async function canMount(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await using _disk = await smallDisk();
    return true;
  } catch {
    return false;
  }
}

/** Writes until nothing more goes in. */
async function fill(folder: string): Promise<void> {
  for (let size = 1 << 22, count = 0; size > 0; count += 1) {
    const fits = await writeFile(join(folder, `fill-${count}`), randomBytes(size)).then(
      () => true,
      () => false,
    );
    if (!fits) size >>= 1;
  }
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith('fill-')) await rm(join(folder, name));
}

test.runIf(await canMount())('a full disk: every write is refused and does nothing; what was accepted runs, and with space all goes on', async () => {
  await using disk = await smallDisk();
  await using notes = await temporaryWorkspace();
  const data = join(disk.folder, 'data');
  const packed = zipBytes([handlerPart, { name: 'rest', content: randomBytes(200_000) }]);
  const full = { name: 'ServiceException', message: expect.stringContaining('no space left'), $metadata: { httpStatusCode: 500 } };
  const accepted: string[] = [];
  {
    await using region = await openRegion({ dataFolder: data });
    using client = new TestClient(region.endpoint);
    await client.send(createCommand('before', goodPackage));
    const code = await readdir(join(data, 'code'));
    await fill(disk.folder);

    await expect(client.send(createCommand('new', packed))).rejects.toMatchObject(full);
    expect(await readdir(join(data, 'code'))).toEqual(code);
    expect((await client.send(new ListFunctionsCommand())).Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['before']);
    expect((await client.call('before', { a: 1 })).payload).toEqual({ a: 1 });

    const note = (text: string) =>
      client.call('before', { file: notes.path('notes'), text, filler: 'x'.repeat(5000) }, { InvocationType: 'Event' }).then(() => accepted.push(text));
    // The database's log may have some room left in its last page.
    await expect((async () => { for (let index = 0; index < 50; index += 1) await note(`<${index}>`); })()).rejects.toMatchObject(full);
    const Variables = { AB: 'x'.repeat(3900) };
    await expect(client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'before', Environment: { Variables } }))).rejects.toMatchObject(full);
    expect((await client.send(new GetFunctionCommand({ FunctionName: 'before' }))).Configuration?.Environment).toBeUndefined();
    await expect(client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'before', ReservedConcurrentExecutions: 1 }))).rejects.toMatchObject(full);
    const group = await fetch(region.endpoint, { method: 'POST', headers: { 'x-amz-target': 'Logs_20140328.CreateLogGroup' }, body: '{"logGroupName":"new"}' });
    expect([group.status, await group.json()]).toEqual([500, { __type: 'ServiceUnavailableException', message: full.message }]);
    expect((await client.send(new GetFunctionCommand({ FunctionName: 'before' }))).Concurrency).toBeUndefined();

    await empty(disk.folder);
    await client.send(createCommand('new', packed));
    await note('<after>');
    await eventually(async () => (await readFile(notes.path('notes'), 'utf8').catch(() => '')).includes('<after>') || undefined);
  }
  const written = await readFile(notes.path('notes'), 'utf8');
  expect(accepted.filter((text) => !written.includes(text))).toEqual([]);

  await fill(disk.folder);
  await expect(openRegion({ dataFolder: data })).rejects.toThrow('DISK_FULL');
  await empty(disk.folder);
  await using again = await openRegion({ dataFolder: data });
  expect(again.functions).toEqual(['before', 'new']);
});

// Windows does not let go of open files.
test.skipIf(!posix)('a data folder that is removed meanwhile: nothing is accepted that would be lost, and what runs goes on', async () => {
  const data = await temporaryData();
  await using region = await openRegion({ dataFolder: data });
  using client = new TestClient(region.endpoint);
  await client.send(createCommand('one', goodPackage));
  expect((await client.call('one', { a: 1 })).payload).toEqual({ a: 1 });
  // What runs may write into it meanwhile.
  await rm(data, { recursive: true, maxRetries: 20, retryDelay: 25 });
  const unusable = { name: 'ServiceException', message: expect.stringContaining(data) };
  await expect(client.call('one', {}, { InvocationType: 'Event' })).rejects.toMatchObject(unusable);
  await expect(client.send(createCommand('two', goodPackage))).rejects.toMatchObject(unusable);
  await expect(client.send(new DeleteFunctionCommand({ FunctionName: 'one' }))).rejects.toMatchObject(unusable);
  expect((await client.call('one', { b: 1 })).payload).toEqual({ b: 1 });
});
