import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../../src/common/clock.ts';
import { silentLogger } from '../../../../../src/common/logger.ts';
import { environmentFileProblems } from '../../../../../src/runner/environment/overrides/environmentFileProblems.ts';
import { EnvironmentOverrides } from '../../../../../src/runner/environment/overrides/environmentOverrides.ts';
import { handlerVariablesOf } from '../../../../../src/runner/environment/overrides/handlerVariablesOf.ts';
import { eventually } from '../../../../shared/eventually.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../../../shared/temporaryWorkspace.ts';
import { versionOf } from './versionOf.ts';

async function workspaceOf(files: Readonly<Record<string, string>>): Promise<TemporaryWorkspace> {
  const workspace = await temporaryWorkspace(files);
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  return workspace;
}

function overridesOf(files: Readonly<Record<string, string>>): EnvironmentOverrides {
  const overrides = new EnvironmentOverrides({ files: () => files, platform: process.platform, clock: systemClock, logger: silentLogger });
  onTestFinished(() => overrides.dispose());
  return overrides;
}

/** Which of these names changes concern, as they come. */
function changesOf(overrides: EnvironmentOverrides, names: readonly string[]): string[][] {
  const changes: string[][] = [];
  overrides.onDidChange((concerns) => void changes.push(names.filter(concerns)));
  return changes;
}

describe('what files say', () => {
  test("a function's own file wins over that of all", async () => {
    const { path } = await workspaceOf({ '.env': 'AA=all\nBB=all', 'orders.env': 'BB=own\nCC=own' });
    const overrides = overridesOf({ '*': path('.env'), orders: path('orders.env') });
    expect(await overrides.of('orders')).toEqual({ AA: 'all', BB: 'own', CC: 'own' });
    expect(await overrides.of('prices')).toEqual({ AA: 'all', BB: 'all' });
    expect(await overridesOf({}).of('orders')).toEqual({});
    expect(await overridesOf({ orders: path('orders.env') }).of('constructor')).toEqual({});
  });

  test('counts as it is when an environment starts', async () => {
    const workspace = await workspaceOf({ '.env': 'AA=1' });
    const overrides = overridesOf({ '*': workspace.path('.env') });
    for (const value of ['1', '2', '3', '4', '5']) {
      await workspace.write('.env', `AA=${value}`);
      expect(await overrides.of('f')).toEqual({ AA: value });
    }
  });

  test.each<[string, string | undefined, RegExp]>([
    ['missing', undefined, /does not exist/],
    ['wrong', 'AB=1\nAWS_REGION=hunter2\nhunter2\nX=hunter2\nY=hunter2', /\.env:2: Lambda sets AWS_REGION itself.*\.env:3: It is not NAME=value\..*And 1 more/],
    ['huge', `AB=${'x'.repeat(1024 * 1024)}`, /1048579 bytes/],
  ])('%s files are a clear error without values', async (_, content, message) => {
    const { path } = await workspaceOf(content === undefined ? {} : { '.env': content });
    const error: unknown = await overridesOf({ '*': path('.env') }).of('f').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ENV_FILE_UNUSABLE', message: expect.stringMatching(message) });
    expect(JSON.stringify([error, String(error)])).not.toContain('hunter2');
  });

  test('a folder is no file', async () => {
    const { path } = await workspaceOf({ '.env/x': '' });
    await expect(overridesOf({ '*': path('.env') }).of('f')).rejects.toThrow('It is not a file.');
  });
});

describe('changes', () => {
  test.each<[string, (file: string) => Promise<unknown>]>([
    ['written', (file) => writeFile(file, 'AA=2')],
    ['replaced', (file) => writeFile(`${file}~`, 'AA=2').then(() => rename(`${file}~`, file))],
    ['removed', (file) => rm(file)],
  ])('a file that is %s concerns those who have it, once', async (_, change) => {
    const { path } = await workspaceOf({ 'one.env': 'AA=1', 'two.env': 'AA=1' });
    const overrides = overridesOf({ orders: path('one.env'), prices: path('two.env'), stock: path('one.env') });
    await overrides.of('orders');
    const changes = changesOf(overrides, ['orders', 'prices', 'stock', 'other']);
    await change(path('one.env'));
    await eventually(() => changes.length > 0);
    await overrides.of('orders').catch(() => undefined);
    expect(changes).toEqual([['orders', 'stock']]);
  });

  test('that of all concerns all; what says the same nobody', async () => {
    const workspace = await workspaceOf({ '.env': 'AA=1' });
    const overrides = overridesOf({ '*': workspace.path('.env') });
    await overrides.of('f');
    const changes = changesOf(overrides, ['f', 'g']);
    await rename(await workspace.write('.env~', '# the same\nAA="1"\n'), workspace.path('.env'));
    expect(await overrides.of('f')).toEqual({ AA: '1' });
    expect(changes).toEqual([]);
    await workspace.write('.env', 'AA=2');
    await eventually(() => changes.at(-1)?.length === 2);
  });

  test('what an environment that starts is the first to see concerns those before it', async () => {
    const workspace = await workspaceOf({ '.env': 'AA=1' });
    const overrides = overridesOf({ '*': workspace.path('.env') });
    await overrides.of('f');
    const changes = changesOf(overrides, ['f']);
    await workspace.write('.env', 'AA=2');
    expect(await overrides.of('f')).toEqual({ AA: '2' });
    expect(changes).toEqual([['f']]);
  });

  test('a file in a folder that comes later is seen', async () => {
    const { folder, path } = await workspaceOf({});
    const overrides = overridesOf({ '*': path('later/.env') });
    await expect(overrides.of('f')).rejects.toThrow('does not exist');
    const changes = changesOf(overrides, ['f']);
    await mkdir(join(folder, 'later'));
    await writeFile(path('later/.env'), 'AA=1');
    await eventually(() => changes.length > 0 && overrides.unusable.length === 0);
    expect(await overrides.of('f')).toEqual({ AA: '1' });
  });

  test('files that are no longer named are not watched', async () => {
    const workspace = await workspaceOf({ 'one.env': 'AA=1', 'two.env': 'AA=1' });
    let files: Record<string, string> = { '*': workspace.path('one.env') };
    const overrides = new EnvironmentOverrides({ files: () => files, platform: process.platform, clock: systemClock, logger: silentLogger });
    onTestFinished(() => overrides.dispose());
    await overrides.of('f');
    files = { '*': workspace.path('two.env') };
    overrides.follow();
    await overrides.of('f');
    const changes = changesOf(overrides, ['f']);
    await workspace.write('one.env', 'AA=2');
    await workspace.write('two.env', 'AA=3');
    await eventually(() => changes.length > 0);
    expect(await overrides.of('f')).toEqual({ AA: '3' });
    expect(overrides.unusable).toEqual([]);
  });
});

test('files that cannot be used are problems of the functions of templates that have them', async () => {
  const { path } = await workspaceOf({ 'bad.env': 'AB=1\nnothing' });
  const overrides = overridesOf({ '*': path('none.env'), orders: path('bad.env'), made: path('bad.env') });
  await eventually(() => overrides.unusable.length === 3);
  const template = { file: '/w/template.yaml', line: 7, column: 2, endLine: 7, endColumn: 8 };
  const functions = [versionOf('orders', template), versionOf('made')];
  expect(environmentFileProblems(overrides.unusable, functions)).toMatchObject([
    { code: 'ENV_FILE_UNUSABLE', severity: 'error', position: { file: '/w/template.yaml', line: 0 } },
    { functionName: 'orders', position: { file: path('bad.env'), line: 1 }, message: expect.stringContaining('NAME=value') },
  ]);
  expect(environmentFileProblems(overrides.unusable, [versionOf('made')])).toEqual([]);
});

describe('what handlers get', () => {
  const none = { current: () => Promise.resolve(undefined) };
  const given = (variables: Record<string, string>) => ({ of: () => Promise.resolve(variables) });

  test('without a profile no credentials', async () => {
    expect(await handlerVariablesOf(given({ AA: '1' }), none)(versionOf('f'))).toEqual({ overrides: { AA: '1' }, credentials: {} });
  });

  test('those of the profile, and when they end', async () => {
    const current = () => Promise.resolve({ accessKeyId: 'AKIA', secretAccessKey: 's', sessionToken: 't', expiration: 5 });
    expect(await handlerVariablesOf(given({}), { current })(versionOf('f'))).toEqual({
      overrides: {},
      credentials: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' },
      expiresAt: 5,
    });
  });

  test.each([
    [4096 - 2 - '"OWN":"x",'.length - '"AA":""'.length, true],
    [4096 - 2 - '"OWN":"x",'.length - '"AA":""'.length + 1, false],
  ])('with %i bytes in a file: %s', async (length, taken) => {
    const run = handlerVariablesOf(given({ AA: 'h'.repeat(length) }), none)(versionOf('f', undefined, { OWN: 'x' }));
    if (taken) return expect(await run).toBeDefined();
    const error: unknown = await run.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ENV_FILE_UNUSABLE', message: expect.stringContaining('4097 bytes') });
    expect(String(error)).not.toContain('hhh');
  });
});
