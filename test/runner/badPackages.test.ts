import { execFileSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteFunctionCommand, GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCommand, goodPackage, handlerPart, temporaryData } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { zipBytes, type ZipPart } from '../unit/runner/store/archives/zipBytes.ts';

describe('CreateFunction', () => {
  let data: string;
  let region: RunningRegion;
  let client: TestClient;

  beforeAll(async () => {
    data = await temporaryData();
    region = await openRegion({ dataFolder: data });
    client = new TestClient(region.endpoint);
  });
  afterAll(async () => {
    client?.destroy();
    await region?.[Symbol.asyncDispose]();
    await rm(data, { recursive: true, force: true });
  });

  /** Refused as the caller's fault, and nothing is left of it, neither in the store nor beside it. */
  async function refused(zip: Uint8Array, message: RegExp): Promise<void> {
    const before = await readdir(join(data, 'code'));
    await expect(client.send(createCommand('bad', zip))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(await readdir(join(data, 'code'))).toEqual(before);
    await expect(client.send(new GetFunctionCommand({ FunctionName: 'bad' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }

  const link = (target: string | Buffer, name = 'link'): ZipPart => ({ name, content: target, mode: 0o120_777 });
  test.each<[string, readonly ZipPart[], RegExp]>([
    ['out of its folder', [{ name: '../out' }], /leaves the folder/],
    ['out of its folder by a way round', [{ name: 'a/../../out' }], /leaves the folder/],
    ['absolute', [{ name: '/tmp/out' }], /absolute/],
    ['with a backslash', [{ name: String.raw`..\out` }], /backslash/],
    ['on a drive', [{ name: 'C:/out' }], /absolute/],
    ['with a NUL', [{ name: 'a\0b' }], /NUL/],
    ['twice', [{ name: 'a' }, { name: 'a' }], /twice/],
    ['a file and a folder', [{ name: 'a' }, { name: 'a/b' }], /no folder/],
    ['a link to elsewhere', [link('/etc/passwd')], /links out/],
    ['a link upwards', [link('../../out')], /links out/],
    ['a link to nothing', [link('')], /links out/],
    ['a link with a NUL', [link('a\0b')], /links out/],
    ['below a link', [link('.'), { name: 'link/out' }], /no folder/],
    ['a link through a link', [{ name: 'd/', mode: 0o40_755 }, link('.', 'd/a'), link('d/a/../../out', 'b')], /links out/],
    ['a device', [{ name: 'device', mode: 0o020_666 }], /neither a file nor a folder/],
    ['a pipe', [{ name: 'pipe', mode: 0o010_666 }], /neither a file nor a folder/],
    ['encrypted', [{ name: 'a', flags: 1 }], /unzip/],
    ['of a wrong checksum', [{ name: 'a', content: 'x', crc: 1 }], /unzip/],
    ['smaller than it says', [{ name: 'a', content: 'x', size: 9 }], /unzip/],
    ['larger than it says', [{ name: 'a', content: Buffer.alloc(20_000_000), deflated: true, size: 10 }], /unzip/],
    ['larger than Lambda takes', [{ name: 'a', content: 'x', deflated: true, size: 262_144_001 }], /^Unzipped size must be smaller/],
    ['of a path deeper than systems take', [{ name: `${'a/'.repeat(30_000)}a` }], /longer than 4096/],
  ])('refuses an entry %s', (_what, parts, message) => refused(zipBytes([handlerPart, ...parts]), message));

  // Other systems count, or take, other names.
  test.runIf(process.platform === 'linux')('refuses an entry of a name longer than systems take', async () => {
    await refused(zipBytes([handlerPart, { name: 'x'.repeat(300) }]), /does not take/);
    await refused(zipBytes([handlerPart, { name: `${'y'.repeat(200)}/`.repeat(20) }]), /does not take/);
    expect(region.stderr).not.toContain('ENAMETOOLONG');
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['no bytes', Buffer.alloc(0), /unzip|non-empty/],
    ['no zip', Buffer.from('hello'), /unzip/],
    ['half a zip', goodPackage.subarray(0, 40), /unzip/],
    ['a zip without its end', goodPackage.subarray(0, -10), /unzip/],
    ['an empty zip', zipBytes([]), /non-empty/],
    ['a zip of folders', zipBytes([{ name: 'a/', mode: 0o40_755 }]), /non-empty/],
    ['a zip64 that says it has more than it has', zip64(2 ** 40), /unzip/],
  ])('refuses %s', (_what, zip, message) => refused(zip, message));

  test('takes a zip64, and serves others while it unpacks many entries', async () => {
    await client.send(createCommand('zip64', zip64(1)));
    expect((await client.call('zip64', { a: 1 })).payload).toEqual({ a: 1 });
    const many = zipBytes([handlerPart, ...Array.from({ length: 3000 }, (_, index) => ({ name: `f/${index}` }))]);
    const creating = client.send(createCommand('many', many));
    const longest = await slowest(creating, () => client.call('zip64', {}));
    await creating;
    expect((await client.call('many', { b: 1 })).payload).toEqual({ b: 1 });
    expect(longest).toBeLessThan(2000);
  });

  test.each<[string, string, number]>([
    ['base64 that is none', '{"FunctionName":"bad","Code":{"ZipFile":"####"}}', 400],
    ['depths', `{"Tags":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`, 400],
    ['depths in what nobody knows', `{"Unknown":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 400],
    ['a million members', `{"Tags":{${Array.from({ length: 300_000 }, (_, index) => `"k${index}":""`).join()}}}`, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await fetch(`${region.endpoint}/2015-03-31/functions`, { method: 'POST', body })).status).toBe(status);
  });

  const invalid = { name: expect.stringMatching(/^(?:InvalidParameterValue|Validation)Exception$/) };
  test.each(['..', '../x', 'a/b', 'a\0b', 'a b', String.raw`a\b`, 'x'.repeat(65), 'a:$LATEST', 'arn:aws:lambda:us-east-1:000000000000:function:../x'])(
    'refuses the name %j',
    (name) => expect(client.send(createCommand(name, goodPackage))).rejects.toMatchObject(invalid),
  );

  test.each(['__proto__', 'constructor', 'CON', 'toString'])('takes the name %s like any other', async (name) => {
    await client.send(createCommand(name, goodPackage));
    expect((await client.call(name, { name })).payload).toEqual({ name });
    await client.send(new DeleteFunctionCommand({ FunctionName: name }));
  });

  const layer = (account: string, name: string) => `arn:aws:lambda:us-east-1:${account}:layer:${name}:1`;
  test.each<[string, object]>([
    ['a layer that is none', { Layers: ['x'] }],
    ['a layer with a path', { Layers: [layer('999999999999', '../../x')] }],
    ['a layer that is not there', { Layers: [layer('000000000000', 'l')] }],
    ['six layers', { Layers: Array.from({ length: 6 }, (_, index) => layer('999999999999', `l${index}`)) }],
    ['a reserved variable', { Environment: { Variables: { AWS_LAMBDA_RUNTIME_API: 'evil:80' } } }],
    ['a variable with a NUL', { Environment: { Variables: { AB: 'a\0b' } } }],
    ['5 KB of variables', { Environment: { Variables: { AB: 'x'.repeat(5000) } } }],
    ['a variable that is no name', { Environment: { Variables: { 'A=B': 'x' } } }],
    ['a runtime with a path', { Runtime: '../x' }],
    ['no time', { Timeout: 0 }],
    ['no memory', { MemorySize: 1 }],
  ])('refuses %s', (_what, more) => expect(client.send(createCommand('bad', goodPackage, more))).rejects.toMatchObject(invalid));

  test('a handler outside of its folder is not loaded', async () => {
    await client.send(createCommand('outside', goodPackage, { Handler: '../../etc/passwd.handler' }));
    expect((await client.call('outside', {})).payload).toMatchObject({ errorType: 'Runtime.MalformedHandlerName' });
  });

  test('of eight at once one makes the function', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => client.send(createCommand('same', goodPackage))));
    const names = results.map((result) => (result.status === 'fulfilled' ? 'made' : nameOf(result.reason)));
    expect(names.sort()).toEqual([...Array.from({ length: 7 }, () => 'ResourceConflictException'), 'made']);
    expect((await client.call('same', { a: 1 })).payload).toEqual({ a: 1 });
  });

  test('a handler that is killed midway fails its invocation only', async () => {
    await client.send(createCommand('die', goodPackage, { Handler: 'index.die' }));
    for (const _ of [1, 2]) {
      expect((await client.call('die', {})).payload).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') });
    }
    expect((await client.call('same', {})).status).toBe(200);
  });

  test.runIf(process.platform === 'linux')('the region serves on when the process that cleans up for it is killed', async () => {
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(region.pid)], { encoding: 'utf8' }).split('\n');
    const reaper = Number.parseInt(children.find((line) => line.includes('reaper')) ?? '', 10);
    process.kill(reaper, 'SIGKILL');
    await client.send(createCommand('afterwards', goodPackage));
    expect((await client.call('afterwards', { a: 1 })).payload).toEqual({ a: 1 });
  });
});

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

/** The longest time in ms that these calls took, one after the other while `task` runs. */
async function slowest(task: Promise<unknown>, call: () => Promise<unknown>): Promise<number> {
  const ended = task.then(() => 'ended', () => 'ended');
  let longest = 0;
  while ((await Promise.race([ended, Promise.resolve('running')])) === 'running') {
    const started = performance.now();
    await call();
    longest = Math.max(longest, performance.now() - started);
  }
  return longest;
}

/** The zip of one handler whose directory's end is in the format of zip64; it tells of so many entries. */
function zip64(entries: number): Buffer {
  const end = goodPackage.subarray(-22);
  const [size, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06_06_4b_50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07_06_4b_50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  const last = Buffer.from(end);
  last.fill(0xff, 8, 20);
  return Buffer.concat([goodPackage.subarray(0, -22), record, locator, last]);
}
