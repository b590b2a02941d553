import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, ListFunctionsCommand, PutFunctionConcurrencyCommand, type Runtime, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../shared/eventually.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';
import { zipBytes, type ZipPart } from '../unit/runner/store/archives/zipBytes.ts';

const posix = process.platform !== 'win32';
const role = 'arn:aws:iam::000000000000:role/r';
const handler: ZipPart = {
  name: 'index.mjs',
  content: `
    import { appendFileSync } from 'node:fs';
    export const handler = async (event) => { if (event.file) appendFileSync(event.file, event.text); return event; };
    export const die = () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => setInterval(() => {}, 1000)); };
  `,
};
const good = zipBytes([handler]);

function createCommand(name: string, ZipFile: Uint8Array, more: object = {}): CreateFunctionCommand {
  const Runtime: Runtime = 'nodejs24.x';
  return new CreateFunctionCommand({ FunctionName: name, Role: role, Runtime, Handler: 'index.handler', Code: { ZipFile }, ...more });
}

async function temporaryData(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'lambda-workbench-data-'));
}

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
  ])('refuses an entry %s', (_what, parts, message) => refused(zipBytes([handler, ...parts]), message));

  // Other systems count, or take, other names.
  test.runIf(process.platform === 'linux')('refuses an entry of a name longer than systems take', async () => {
    await refused(zipBytes([handler, { name: 'x'.repeat(300) }]), /does not take/);
    await refused(zipBytes([handler, { name: `${'y'.repeat(200)}/`.repeat(20) }]), /does not take/);
    expect(region.stderr).not.toContain('ENAMETOOLONG');
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['no bytes', Buffer.alloc(0), /unzip|non-empty/],
    ['no zip', Buffer.from('hello'), /unzip/],
    ['half a zip', good.subarray(0, 40), /unzip/],
    ['a zip without its end', good.subarray(0, -10), /unzip/],
    ['an empty zip', zipBytes([]), /non-empty/],
    ['a zip of folders', zipBytes([{ name: 'a/', mode: 0o40_755 }]), /non-empty/],
    ['a zip64 that says it has more than it has', zip64(2 ** 40), /unzip/],
  ])('refuses %s', (_what, zip, message) => refused(zip, message));

  test('takes a zip64, and serves others while it unpacks many entries', async () => {
    await client.send(createCommand('zip64', zip64(1)));
    expect((await client.call('zip64', { a: 1 })).payload).toEqual({ a: 1 });
    const many = zipBytes([handler, ...Array.from({ length: 3000 }, (_, index) => ({ name: `f/${index}` }))]);
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
    (name) => expect(client.send(createCommand(name, good))).rejects.toMatchObject(invalid),
  );

  test.each(['__proto__', 'constructor', 'CON', 'toString'])('takes the name %s like any other', async (name) => {
    await client.send(createCommand(name, good));
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
  ])('refuses %s', (_what, more) => expect(client.send(createCommand('bad', good, more))).rejects.toMatchObject(invalid));

  test('a handler outside of its folder is not loaded', async () => {
    await client.send(createCommand('outside', good, { Handler: '../../etc/passwd.handler' }));
    expect((await client.call('outside', {})).payload).toMatchObject({ errorType: 'Runtime.MalformedHandlerName' });
  });

  test('of eight at once one makes the function', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => client.send(createCommand('same', good))));
    const names = results.map((result) => (result.status === 'fulfilled' ? 'made' : nameOf(result.reason)));
    expect(names.sort()).toEqual([...Array.from({ length: 7 }, () => 'ResourceConflictException'), 'made']);
    expect((await client.call('same', { a: 1 })).payload).toEqual({ a: 1 });
  });

  test('a handler that is killed midway fails its invocation only', async () => {
    await client.send(createCommand('die', good, { Handler: 'index.die' }));
    for (const _ of [1, 2]) {
      expect((await client.call('die', {})).payload).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') });
    }
    expect((await client.call('same', {})).status).toBe(200);
  });

  test.runIf(process.platform === 'linux')('the region serves on when the process that cleans up for it is killed', async () => {
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(region.pid)], { encoding: 'utf8' }).split('\n');
    const reaper = Number.parseInt(children.find((line) => line.includes('reaper')) ?? '', 10);
    process.kill(reaper, 'SIGKILL');
    await client.send(createCommand('afterwards', good));
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
  const end = good.subarray(-22);
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
  return Buffer.concat([good.subarray(0, -22), record, locator, last]);
}

describe('templates', () => {
  let workspace: TemporaryWorkspace;
  let elsewhere: TemporaryWorkspace;
  let region: RunningRegion;
  let client: TestClient;

  const one = (name: string, more = '') => templateOf({ [name]: `Handler: app.handler${more}` });
  /** The tenfold of the one before, nine times. */
  const bomb = Array.from({ length: 9 }, (_, index) => `a${index}: &a${index} [${Array.from({ length: 10 }, () => (index === 0 ? 'x' : `*a${index - 1}`)).join()}]\n`).join('');
  const texts: Readonly<Record<string, string | Uint8Array>> = {
    'good.yaml': one('good'),
    'bomb.yaml': bomb + one('bomb'),
    'big.yaml': `${'#'.repeat(1_000_000)}\n${one('big')}`,
    'large.yaml': `${'#'.repeat(1_100_000)}\n${one('large')}`,
    'ring.yaml': `X: &x [*x]\n${one('ring')}`,
    'deep.yaml': `X: ${'['.repeat(50_000)}\n${one('deep')}`,
    'tab.yaml': one('tab').replace('    Type', '\tType'),
    'bom.yaml': `\uFEFF${one('bom', ', Timeout: 0')}`,
    'crlf.yaml': one('crlf', ', Timeout: 0').replaceAll('\n', '\r\n'),
    'empty.yaml': '',
    'binary.yaml': Buffer.from([0, 1, 2, 0xff]),
    'wide.yaml': Buffer.from(`\uFEFF${one('wide')}`, 'utf16le'),
    'list.yaml': '- a',
    'noCode.yaml': one('noCode').replace('CodeUri: .', 'CodeUri: gone/'),
    'file.yaml': one('file').replace('CodeUri: .', 'CodeUri: app.mjs'),
    'layer.yaml': one('layer', ', Layers: [!Ref Nobody]'),
    'handler.yaml': one('handler').replace('app.handler', 'nowhere.handler'),
  };

  beforeAll(async () => {
    workspace = await temporaryWorkspace({ 'app.mjs': String(handler.content) });
    elsewhere = await temporaryWorkspace({ 'app.mjs': String(handler.content) });
    await workspace.write('absolute.yaml', one('absolute').replace('CodeUri: .', `CodeUri: ${JSON.stringify(elsewhere.folder)}`));
    await workspace.write('outside.yaml', one('outside').replace('CodeUri: .', `CodeUri: ../${basename(elsewhere.folder)}`));
    for (const [name, text] of Object.entries(texts)) await writeFile(workspace.path(name), text);
    await mkdir(workspace.path('folder.yaml'));
    // A mode would not keep root out; a link to itself keeps out everybody.
    if (posix) await symlink('closed.yaml', workspace.path('closed.yaml'));
    const files = [...Object.keys(texts), 'absolute.yaml', 'outside.yaml', 'folder.yaml', 'missing.yaml', 'closed.yaml'];
    region = await openRegion({ templates: files.map((file) => workspace.path(file)) });
    client = new TestClient(region.endpoint);
  });
  afterAll(async () => {
    client?.destroy();
    await region?.[Symbol.asyncDispose]();
    await workspace?.[Symbol.asyncDispose]();
    await elsewhere?.[Symbol.asyncDispose]();
  });

  /** The problems of a file, each as its code and the text at its position. */
  async function problemsOf(file: string): Promise<readonly string[]> {
    const path = workspace.path(file);
    const text = await readFile(path, 'utf8').catch(() => '');
    const rows = text.replace(/^\uFEFF/, '').split('\n');
    const { problems } = await region.state();
    return problems
      .filter(({ position }) => position.file === path)
      .map(({ code, position: { line, column, endLine, endColumn } }) => {
        expect(endLine).toBe(line);
        return `${code} ${line + 1}: ${(rows[line] ?? '').slice(column, endColumn)}`;
      });
  }

  test('all that can be read are served', () => {
    const served = ['absolute', 'big', 'bom', 'bomb', 'crlf', 'file', 'good', 'handler', 'layer', 'noCode', 'outside', 'ring'];
    expect(region.functions.filter((name) => name !== 'closed')).toEqual(served);
  });

  test.each<[string, readonly string[]]>([
    ['good.yaml', []],
    ['bomb.yaml', []],
    ['big.yaml', []],
    ['file.yaml', []],
    ['absolute.yaml', []],
    ['outside.yaml', []],
    ['large.yaml', ['TEMPLATE_TOO_LARGE 1: ']],
    ['ring.yaml', ['TEMPLATE_ALIAS 1: *x']],
    ['tab.yaml', ['TEMPLATE_SYNTAX 4: \t']],
    ['bom.yaml', ['PROPERTY_OUT_OF_RANGE 5: 0']],
    ['crlf.yaml', ['PROPERTY_OUT_OF_RANGE 5: 0']],
    ['empty.yaml', ['TEMPLATE_INVALID 1: ']],
    ['binary.yaml', ['TEMPLATE_NOT_TEXT 1: ']],
    ['wide.yaml', ['TEMPLATE_NOT_TEXT 1: ']],
    ['list.yaml', ['TEMPLATE_INVALID 1: ']],
    ['folder.yaml', ['TEMPLATE_MISSING 1: ']],
    ['missing.yaml', ['TEMPLATE_MISSING 1: ']],
    ['noCode.yaml', ['CODE_FOLDER_MISSING 5: gone/']],
    ['handler.yaml', ['HANDLER_MISSING 5: nowhere.handler']],
    ['layer.yaml', ['REFERENCE_UNKNOWN 5: Nobody', 'LAYER_NOT_LOCAL 5: Nobody']],
  ])('%s: what is wrong, and where', async (file, problems) => {
    expect(await problemsOf(file)).toEqual(problems);
  });

  test('one that is nested without end is told so', async () => {
    expect((await problemsOf('deep.yaml'))[0]).toMatch(/^TEMPLATE_TOO_DEEP 1:/);
  });

  test.skipIf(!posix)('one that cannot be read is told so', async () => {
    expect(await problemsOf('closed.yaml')).toEqual(['TEMPLATE_UNREADABLE 1: ']);
  });

  test('one that goes, turns into a folder, and comes back', async () => {
    const file = workspace.path('good.yaml');
    const served = async () => (await region.state()).functions.some(({ name }) => name === 'good');
    await rm(file);
    await eventually(async () => !(await served()) || undefined);
    expect(await problemsOf('good.yaml')).toEqual(['TEMPLATE_MISSING 1: ']);
    await expect(client.call('good', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await mkdir(file);
    await eventually(async () => (await region.state()).problems.some(({ message }) => message === `${file} is not a file.`) || undefined);
    await rm(file, { recursive: true });
    await rename(await workspace.write('draft', one('good')), file);
    await eventually(async () => (await served()) || undefined);
    expect((await client.call('good', { a: 1 })).payload).toEqual({ a: 1 });
  });
});

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
  const packed = zipBytes([handler, { name: 'rest', content: randomBytes(200_000) }]);
  const full = { name: 'ServiceException', message: expect.stringContaining('no space left'), $metadata: { httpStatusCode: 500 } };
  const accepted: string[] = [];
  {
    await using region = await openRegion({ dataFolder: data });
    using client = new TestClient(region.endpoint);
    await client.send(createCommand('before', good));
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
  await client.send(createCommand('one', good));
  expect((await client.call('one', { a: 1 })).payload).toEqual({ a: 1 });
  await rm(data, { recursive: true });
  const unusable = { name: 'ServiceException', message: expect.stringContaining(data) };
  await expect(client.call('one', {}, { InvocationType: 'Event' })).rejects.toMatchObject(unusable);
  await expect(client.send(createCommand('two', good))).rejects.toMatchObject(unusable);
  await expect(client.send(new DeleteFunctionCommand({ FunctionName: 'one' }))).rejects.toMatchObject(unusable);
  expect((await client.call('one', { b: 1 })).payload).toEqual({ b: 1 });
});

describe('a damaged data folder', () => {
  let data: string;

  beforeAll(async () => {
    data = await temporaryData();
    await using region = await openRegion({ dataFolder: data });
    using client = new TestClient(region.endpoint);
    await client.send(createCommand('kept', good));
  });
  afterAll(() => rm(data, { recursive: true, force: true }));

  test.each<[string, RegExp, Uint8Array]>([
    ['says so where the list of its files is garbage', /^CURRENT$/, Buffer.from('garbage')],
    ['says so where it is empty', /^CURRENT$/, Buffer.alloc(0)],
    ['says so where one of its files is garbage', /^MANIFEST-/, Buffer.alloc(100, 7)],
  ])('%s, and is left as it is', async (_what, pattern, content) => {
    const name = (await readdir(join(data, 'documents'))).find((file) => pattern.test(file)) ?? '';
    const file = join(data, 'documents', name);
    const before = await readFile(file);
    await writeFile(file, content);
    await expect(openRegion({ dataFolder: data })).rejects.toThrow(/DATA_FOLDER_UNUSABLE: .*damaged.*move it away/);
    expect(await readFile(file)).toEqual(content);
    await writeFile(file, before);
    await using region = await openRegion({ dataFolder: data });
    expect(region.functions).toEqual(['kept']);
  });
});
