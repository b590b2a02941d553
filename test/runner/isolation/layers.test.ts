import { link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LayerSource } from '../../../src/runner/resources/functionVersion.ts';
import { buildTree } from '../../../src/runner/sandbox/opt/buildTree.ts';
import { executableKind, externalExtensions } from '../../../src/runner/sandbox/opt/externalExtensions.ts';
import { type LayerFolders, plainLayerFolders } from '../../../src/runner/sandbox/opt/layerFolders.ts';
import { readLayers } from '../../../src/runner/sandbox/opt/layerTree.ts';
import { OptFolders } from '../../../src/runner/sandbox/opt/optFolders.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

const posix = process.platform !== 'win32';
const layersOf = (workspace: TemporaryWorkspace, ...names: readonly string[]): LayerSource[] => names.map((name) => ({ type: 'folder', path: workspace.path(name) }));

/** All files of a folder with their contents, by path. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file.slice(folder.length + 1).replaceAll('\\', '/'), await readFile(file, 'utf8').catch(() => 'no file')])));
}

describe('/opt', () => {
  test('a later layer lies over an earlier one, file by file', async () => {
    await using workspace = await temporaryWorkspace({
      'a/both': 'a', 'a/only-a': 'a', 'a/python/x': 'a', 'a/thing/inner': 'a', 'a/kind': 'a',
      'b/both': 'b', 'b/python/y': 'b', 'b/thing': 'b', 'b/kind/inner': 'b',
    });
    const folders = new OptFolders(workspace.path('merged'), plainLayerFolders);
    const opt = await folders.open({ layers: layersOf(workspace, 'a', 'b'), revision: '1' });
    expect(await contentsOf(opt.folder)).toEqual({
      both: 'b', 'only-a': 'a', 'python/x': 'a', 'python/y': 'b', thing: 'b', 'kind/inner': 'b',
    });
  });

  test('one folder is used where it lies; without layers all share an empty one', async () => {
    await using workspace = await temporaryWorkspace({ 'a/file': 'a' });
    const folders = new OptFolders(workspace.path('merged'), plainLayerFolders);
    expect((await folders.open({ layers: layersOf(workspace, 'a'), revision: '1' })).folder).toBe(workspace.path('a'));
    const [first, second] = await Promise.all(['1', '2'].map((revision) => folders.open({ layers: [], revision })));
    expect(first?.folder).toBe(second?.folder);
    expect(await contentsOf(first?.folder ?? '')).toEqual({});
  });

  test('is made once for what it holds, and anew when a layer has changed', async () => {
    await using workspace = await temporaryWorkspace({ 'a/file': 'a', 'b/file': 'b' });
    const layers = layersOf(workspace, 'a', 'b');
    const open = async (revision: string) => (await new OptFolders(workspace.path('merged'), plainLayerFolders).open({ layers, revision })).folder;
    const folders = new OptFolders(workspace.path('merged'), plainLayerFolders);
    const many = await Promise.all(Array.from({ length: 8 }, () => folders.open({ layers, revision: '1' })));
    const before = many[0]?.folder ?? '';
    expect(await open('1')).toBe(before);
    await writeFile(workspace.path('b/file'), 'changed');
    const after = (await folders.open({ layers, revision: '2' })).folder;
    expect(after).not.toBe(before);
    expect(await readFile(join(after, 'file'), 'utf8')).toBe('changed');
    expect((await readdir(workspace.path('merged'))).sort()).toEqual([before, after].map((folder) => folder.slice(workspace.path('merged').length + 1)).sort());
  });

  test.runIf(posix)('files keep their mode, as links where the disk has them and as copies where it has not', async () => {
    await using workspace = await temporaryWorkspace({ 'a/other': '' });
    const file = await workspace.write('a/bin/run', '#!/bin/sh\n', 0o755);
    const tree = await readLayers([workspace.path('a')]);
    const crossDevice = { link: () => Promise.reject(Object.assign(new Error('other disk'), { code: 'EXDEV' })) };
    for (const [name, builder] of [['linked', { link }], ['copied', crossDevice]] as const) {
      await mkdir(workspace.path(name));
      await buildTree(workspace.path(name), tree, builder);
      const [made, source] = await Promise.all([stat(workspace.path(`${name}/bin/run`)), stat(file)]);
      expect([made.mode, Math.round(made.mtimeMs), made.ino === source.ino]).toEqual([source.mode, Math.round(source.mtimeMs), name === 'linked']);
    }
  });

  test.runIf(posix)('links that lead out of a layer become what they lead to; those inside stay links', async () => {
    await using workspace = await temporaryWorkspace({ 'a/lib/real': 'real', 'outside/package/index.js': 'package', 'outside/file': 'file', 'b/x': '' });
    await symlink('real', workspace.path('a/lib/inner'));
    await symlink('/opt/lib/real', workspace.path('a/absolute'));
    await symlink(workspace.path('outside/file'), workspace.path('a/file'));
    await symlink('../outside/package', workspace.path('a/package'));
    await symlink('nowhere', workspace.path('outside/package/dangling'));
    await symlink('..', workspace.path('outside/package/loop'));
    await symlink('../package', workspace.path('outside/package/self'));
    const opt = await new OptFolders(workspace.path('merged'), plainLayerFolders).open({ layers: layersOf(workspace, 'a', 'b'), revision: '1' });
    await rm(workspace.path('outside'), { recursive: true });
    expect(await contentsOf(opt.folder)).toMatchObject({
      absolute: 'real', 'lib/inner': 'real', 'lib/real': 'real', file: 'file', 'package/index.js': 'package', x: '',
    });
  });

  test('what nobody uses is collected, and what an environment or a version uses is not', async () => {
    await using workspace = await temporaryWorkspace({ 'a/1': '', 'b/2': '', 'c/3': '', 'merged/.new-left/x': '' });
    const folders = new OptFolders(workspace.path('merged'), plainLayerFolders);
    const [ab, bc, ac] = [['a', 'b'], ['b', 'c'], ['a', 'c']].map((names) => ({ layers: layersOf(workspace, ...names), revision: '1' }));
    if (ab === undefined || bc === undefined || ac === undefined) throw new Error('Three sets.');
    const opened = await Promise.all([ab, bc, ac].map((version) => folders.open(version)));
    opened[0]?.dispose();
    opened[2]?.dispose();
    await folders.collect([ac]);
    expect((await readdir(workspace.path('merged'))).sort()).toEqual(opened.slice(1).map(({ folder }) => folder.slice(-32)).sort());
    expect(await contentsOf((await folders.open(ab)).folder)).toEqual({ 1: '', 2: '' });
  });

  test('a layer that is not there is said, and tried again', async () => {
    await using workspace = await temporaryWorkspace({ 'a/file': '' });
    const folders = new OptFolders(workspace.path('merged'), plainLayerFolders);
    const version = { layers: layersOf(workspace, 'a', 'b'), revision: '1' };
    await expect(folders.open(version)).rejects.toMatchObject({ code: 'LAYER_UNAVAILABLE', message: expect.stringContaining(workspace.path('b')) });
    await workspace.write('b/other', '');
    expect(await contentsOf((await folders.open(version)).folder)).toEqual({ file: '', other: '' });
  });

  test('zips and layers of AWS are had through what is given for them', async () => {
    await using workspace = await temporaryWorkspace({ 'a/file': '' });
    const asked: LayerSource[] = [];
    const given: LayerFolders = { folderOf: (source) => (asked.push(source), Promise.resolve(workspace.path('a'))) };
    const layers: LayerSource[] = [{ type: 'aws', arn: 'arn:aws:lambda:us-east-1:0:layer:l:1' }];
    expect((await new OptFolders(workspace.path('merged'), given).open({ layers, revision: '1' })).folder).toBe(workspace.path('a'));
    expect(asked).toEqual(layers);
    await expect(plainLayerFolders.folderOf({ type: 'zip', path: '/x.zip' })).rejects.toMatchObject({ code: 'LAYER_UNAVAILABLE' });
  });
});

describe('external extensions', () => {
  test('are executable files, sorted', async () => {
    await using workspace = await temporaryWorkspace({ 'extensions/folder/x': '', 'extensions/notes.txt': '' });
    for (const name of ['z.exe', 'a.CMD', 'plain']) await workspace.write(`extensions/${name}`, '', 0o755);
    expect(await externalExtensions(workspace.folder, 'ending')).toEqual(['a.CMD', 'z.exe']);
    expect(await externalExtensions(workspace.folder, 'any')).toEqual(['a.CMD', 'notes.txt', 'plain', 'z.exe']);
    if (posix) expect(await externalExtensions(workspace.folder, executableKind(process.platform))).toEqual(['a.CMD', 'plain', 'z.exe']);
    expect(await externalExtensions(workspace.path('nowhere'), 'mode')).toEqual([]);
  });
});
