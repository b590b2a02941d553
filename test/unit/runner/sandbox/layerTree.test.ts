import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readLayers } from '../../../../src/runner/sandbox/opt/layerTree.ts';
import { temporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';

/** Windows lets only some users make links. */
const posix = process.platform !== 'win32';

test.skipIf(!posix)('no link of merged layers leads out of them', async () => {
  const { path, ...workspace } = await layers();
  onTestFinished(workspace.dispose);
  for (const [name, target] of [['up', '/opt/../../..'], ['root', '/opt/..'], ['nowhere', '/opt/../nowhere'], ['own', '/opt/'], ['inner', '/opt/a/../file']] as const) {
    await symlink(target, path(`one/${name}`));
  }
  const tree = await readLayers([path('one')]);
  const links = [...tree].flatMap(([name, entry]) => (entry.type === 'link' ? [[name, entry.target]] : []));
  expect(links).toEqual([['inner', 'file'], ['own', '.']]);
});

test.skipIf(!posix)('nothing is written through a link of another layer', async () => {
  const { path, ...workspace } = await layers();
  onTestFinished(workspace.dispose);
  await mkdir(path('one/real'));
  await symlink('real', path('one/lib'));
  await mkdir(path('two/lib'));
  await writeFile(path('two/lib/file'), '');
  const both = await readLayers([path('one'), path('two')]);
  expect([both.get('lib')?.type, both.get('lib/file')?.type]).toEqual(['folder', 'file']);
  const other = await readLayers([path('two'), path('one')]);
  expect([other.get('lib')?.type, other.has('lib/file')]).toEqual(['link', false]);
});

async function layers() {
  const workspace = await temporaryWorkspace({ 'one/file': '', 'two/file': '' });
  return { path: workspace.path.bind(workspace), dispose: () => workspace[Symbol.asyncDispose]() };
}
