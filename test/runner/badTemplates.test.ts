import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../shared/eventually.ts';
import { handlerPart } from '../shared/functionPackage.ts';
import { TestClient } from '../shared/lambdaClient.ts';
import { openRegion, type RunningRegion } from '../shared/region.ts';
import { temporaryWorkspace, templateOf, type TemporaryWorkspace } from '../shared/temporaryWorkspace.ts';

const posix = process.platform !== 'win32';

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
    workspace = await temporaryWorkspace({ 'app.mjs': String(handlerPart.content) });
    elsewhere = await temporaryWorkspace({ 'app.mjs': String(handlerPart.content) });
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
