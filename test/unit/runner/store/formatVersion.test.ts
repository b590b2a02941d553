import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ClassicLevel } from 'classic-level';
import { describe, expect, onTestFinished, test } from 'vitest';

import { type Logger, silentLogger } from '../../../../src/common/logger.ts';
import { type FunctionDocument, functionDocuments } from '../../../../src/runner/resources/functions/storedFunction.ts';
import { storedKey } from '../../../../src/runner/store/documentKind.ts';
import { type DocumentStore, openDocumentStore } from '../../../../src/runner/store/documentStore.ts';
import { formatVersion, migrations } from '../../../../src/runner/store/migrations.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const layer = 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3';

/** A function as format 1 has it. */
function functionOfFormat1(name: string, Layers: readonly string[]) {
  return {
    latest: {
      settings: {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Description: '',
        Timeout: 3,
        MemorySize: 128,
        Environment: { A: 'b' },
        Architecture: 'x86_64',
        EphemeralStorage: 512,
      },
      environmentGiven: true,
      further: {
        TracingMode: 'PassThrough',
        Layers,
        FileSystemConfigs: [],
        SnapStart: 'None',
        LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
      },
      code: { sha256: 'x+K7', size: 321 },
      revisionId: '3d6bbfc0-0000-4000-8000-000000000000',
      lastModified: 1_760_000_000_000,
    },
    tags: { team: 'a' },
    reservedConcurrency: 4,
  };
}

function ofFormat1(...names: readonly string[]): Readonly<Record<string, unknown>> {
  const functions = names.map((name) => [storedKey('function', name), functionOfFormat1(name, name === 'layered' ? [layer] : [])] as const);
  return { format: { version: 1 }, ...Object.fromEntries(functions), 'asyncProgress!e': { attempts: 1, notBefore: 5 } };
}

async function writeRaw(documents: string, entries: Readonly<Record<string, unknown>>): Promise<void> {
  const level = new ClassicLevel(documents);
  const values = Object.entries(entries).map(([key, value]) => ({ type: 'put' as const, key, value: JSON.stringify(value) }));
  await level.batch(values);
  await level.close();
}

async function readRaw(documents: string): Promise<Readonly<Record<string, unknown>>> {
  const level = new ClassicLevel(documents);
  const entries = await level.iterator().all();
  await level.close();
  return Object.fromEntries(entries.map(([key, value]) => [key, JSON.parse(value) as unknown]));
}

async function opened(folder: string, logger: Logger = silentLogger): Promise<DocumentStore> {
  const store = await openDocumentStore(folder, logger);
  onTestFinished(() => store.close());
  return store;
}

async function dataFolder(entries: Readonly<Record<string, unknown>>): Promise<{ readonly folder: string; readonly documents: string }> {
  const folder = await temporaryFolder();
  await writeRaw(join(folder, 'documents'), entries);
  return { folder, documents: join(folder, 'documents') };
}

test('there is a migration for every earlier format', () => {
  expect(migrations).toHaveLength(formatVersion - 1);
});

describe('format 1', () => {
  test('functions get versions and layers with sizes, all else stays; a copy is kept, and it is told', async () => {
    const before = ofFormat1('layered', 'plain');
    const { folder, documents } = await dataFolder(before);
    const infos: string[] = [];
    const store = await opened(folder, { ...silentLogger, info: (message) => infos.push(message) });
    const [layered, plain] = (await store.scan(functionDocuments)).map(({ value }) => value);
    const expected = (name: string, Layers: FunctionDocument['latest']['further']['Layers']): unknown => {
      const { latest, ...rest } = functionOfFormat1(name, []);
      return { ...rest, latest: { ...latest, further: { ...latest.further, Layers } }, lastVersion: 0 };
    };
    expect(layered).toEqual(expected('layered', [{ Arn: layer, CodeSize: 0 }]));
    expect(plain).toEqual(expected('plain', []));
    expect(infos).toEqual([expect.stringContaining(join(folder, 'documents-format-1'))]);
    expect(infos[0]).toContain('from format 1 to 2: 2 of its 4 entries');
    await store.close();
    expect(await readRaw(join(folder, 'documents-format-1'))).toEqual(before);
    expect(await readRaw(documents)).toMatchObject({ format: { version: 2 }, 'asyncProgress!e': { attempts: 1, notBefore: 5 } });
    // Once is enough.
    await opened(folder);
    expect((await readdir(folder)).sort()).toEqual(['documents', 'documents-format-1']);
  });

  test('what cannot be read stays as it is, and is reported when it is read', async () => {
    const { folder, documents } = await dataFolder({ ...ofFormat1('plain'), 'function!odd': { other: 1 } });
    const errors: string[] = [];
    const store = await opened(folder, { ...silentLogger, error: (message) => errors.push(message) });
    expect((await store.scan(functionDocuments)).map(({ key }) => key)).toEqual(['plain']);
    expect(errors).toEqual([expect.stringContaining('function!odd')]);
    await store.close();
    expect(await readRaw(documents)).toMatchObject({ 'function!odd': { other: 1 } });
  });

  test('is taken for what has documents and tells no format, and what is of format 2 already stays', async () => {
    const { format: _format, ...entries } = ofFormat1('layered');
    const { folder } = await dataFolder(entries);
    const store = await opened(folder);
    const migrated = await store.get(functionDocuments, 'layered');
    if (migrated === undefined) throw new Error('no function');
    await store.put(functionDocuments, 'layered', { ...migrated, lastVersion: 7 });
    await store.close();
    const level = new ClassicLevel(join(folder, 'documents'));
    await level.del('format');
    await level.close();
    const again = await opened(folder);
    expect(await again.get(functionDocuments, 'layered')).toEqual({ ...migrated, lastVersion: 7 });
  });

  test('a copy that is there already is left alone, and one that was interrupted is begun again', async () => {
    const { folder } = await dataFolder(ofFormat1('plain'));
    await mkdir(join(folder, 'documents-format-1'));
    await mkdir(join(folder, 'documents-format-1-2.unfinished', 'x'), { recursive: true });
    await opened(folder);
    expect(await readdir(join(folder, 'documents-format-1'))).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['documents', 'documents-format-1', 'documents-format-1-2']);
  });
});

test('a later format is refused and left as it is, and the folder is free again', async () => {
  const { folder, documents } = await dataFolder({ format: { version: 99 } });
  const attempt = openDocumentStore(folder, silentLogger);
  await expect(attempt).rejects.toMatchObject({
    code: 'DATA_FOLDER_NEWER',
    owner: 'user',
    message: expect.stringMatching(/format 99; this version knows 2.*Update Lambda Workbench/),
    details: { found: 99, known: formatVersion },
  });
  expect(await readRaw(documents)).toEqual({ format: { version: 99 } });
  await writeRaw(documents, { format: { version: formatVersion } });
  await opened(folder);
});

test.each([{ version: 'two' }, { version: 0 }, { version: 1.5 }, {}, [], 'text'])('a format that is none is refused: %j', async (format) => {
  const { folder, documents } = await dataFolder({ format });
  await expect(openDocumentStore(folder, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  expect(await readRaw(documents)).toEqual({ format });
});

/** A file system of its own, where this user may mount one. */
async function mounted(options: string): Promise<string> {
  const folder = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder], { stdio: 'ignore' });
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/tmp'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(canMount())('a disk that takes nothing', () => {
  test('a full one: the migration is refused, and nothing has changed', async () => {
    const disk = await mounted('size=6m');
    const documents = join(disk, 'documents');
    const before = { ...ofFormat1('plain'), 'asyncEvent!big': { payload: incompressible(3_500_000) } };
    await writeRaw(documents, before);
    await expect(openDocumentStore(disk, silentLogger)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await readdir(disk)).toEqual(['documents']);
    execFileSync('mount', ['-o', 'remount,size=40m', disk]);
    expect(await readRaw(documents)).toEqual(before);
    const store = await opened(disk);
    expect(await store.get(functionDocuments, 'plain')).toMatchObject({ lastVersion: 0 });
  });

  test('one that is read only: told, and nothing has changed', async () => {
    const disk = await mounted('size=6m');
    await writeRaw(join(disk, 'documents'), ofFormat1('plain'));
    const before = await readdir(join(disk, 'documents'));
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(openDocumentStore(disk, silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE', message: expect.stringContaining('write to it') });
    await expect(openDocumentStore(join(disk, 'new'), silentLogger)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
    expect(await readdir(join(disk, 'documents'))).toEqual(before);
  });
});

function incompressible(bytes: number): string {
  return randomBytes(bytes / 2).toString('hex');
}
