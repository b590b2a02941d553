import { mkdir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { codesOf, folderWith, namesOf, nextContents, platforms, revisionOf, template, workspaceFunctions, write } from './support.ts';

// A change is told within a tenth of a second, but not on a machine that does many things at once.
vi.setConfig({ testTimeout: 30_000 });

const app = 'exports.handler = async () => 1;\n';

describe.each(platforms)('watching as on %s', (platform) => {
  async function served(files: Readonly<Record<string, string>>, more = {}) {
    const folder = await folderWith(files);
    const workspace = workspaceFunctions({ platform, ...more });
    const contents = await workspace.sync({ templates: [join(folder, 'template.yaml')] });
    return { folder, workspace, contents };
  }

  test('a change of code gives its functions another revision, and no others', async () => {
    const { folder, workspace, contents } = await served({
      'template.yaml': template({ A: 'a', B: 'b' }),
      'a/app.js': app,
      'a/lib/deep/helper.js': '',
      'b/app.js': app,
    });
    const changed = nextContents(workspace);
    await write(join(folder, 'a/lib/deep/helper.js'), 'changed');
    const now = await changed;
    expect(revisionOf(now, 'A')).not.toBe(revisionOf(contents, 'A'));
    expect(revisionOf(now, 'B')).toBe(revisionOf(contents, 'B'));
  });

  test('a change of a layer gives its functions another revision', async () => {
    const text = template({ A: 'a' }, '      Layers: [layer]\n');
    const { folder, workspace, contents } = await served({
      'template.yaml': text,
      'a/app.js': app,
      'layer/nodejs/node_modules/shared/index.js': '1',
    });
    const changed = nextContents(workspace);
    await write(join(folder, 'layer/nodejs/node_modules/shared/index.js'), '2');
    expect(revisionOf(await changed, 'A')).not.toBe(revisionOf(contents, 'A'));
  });

  test('what no handler runs changes nothing', async () => {
    const { folder, workspace, contents } = await served({
      'template.yaml': template({ A: 'a' }),
      'a/app.js': app,
      'a/__pycache__/x.pyc': '',
    });
    const changed = nextContents(workspace);
    await write(join(folder, 'a/__pycache__/x.pyc'), 'changed');
    await write(join(folder, 'a/__pycache__/y.pyc'), 'new');
    await write(join(folder, 'a/.git/index'), 'new');
    await write(join(folder, 'a/app.js~'), 'new');
    // Comes after those above: it is the only change that is told, and it is no change of A's.
    await write(join(folder, 'b/app.js'), app);
    await write(join(folder, 'template.yaml'), template({ A: 'a', B: 'b' }));
    const now = await changed;
    expect(namesOf(now)).toEqual(['A', 'B']);
    expect(revisionOf(now, 'A')).toBe(revisionOf(contents, 'A'));
  });

  test('a template that is saved in place', async () => {
    const { folder, workspace, contents } = await served({ 'template.yaml': template({ A: '.' }), 'app.js': app });
    const changed = nextContents(workspace, (now) => now.functions[0]?.settings.Timeout === 7);
    await write(join(folder, 'template.yaml'), template({ A: '.' }, '      Timeout: 7\n'));
    expect(revisionOf(await changed, 'A')).not.toBe(revisionOf(contents, 'A'));
  });

  test('a template that is saved by renaming, again and again', async () => {
    const { folder, workspace } = await served({ 'template.yaml': template({ A: 'a' }), 'a/app.js': app });
    for (const seconds of [7, 8, 9]) {
      const changed = nextContents(workspace, (now) => now.functions[0]?.settings.Timeout === seconds);
      await write(join(folder, 'draft'), template({ A: 'a' }, `      Timeout: ${seconds}\n`));
      await rename(join(folder, 'draft'), join(folder, 'template.yaml'));
      expect(namesOf(await changed)).toEqual(['A']);
    }
  });

  test('code that is saved by renaming', async () => {
    const { folder, workspace, contents } = await served({ 'template.yaml': template({ A: 'a' }), 'a/app.js': app });
    const changed = nextContents(workspace);
    await write(join(folder, 'draft'), 'exports.handler = async () => 2;\n');
    await rename(join(folder, 'draft'), join(folder, 'a/app.js'));
    expect(revisionOf(await changed, 'A')).not.toBe(revisionOf(contents, 'A'));
  });

  test('a template while it is being edited: its functions stay, the error shows', async () => {
    const { folder, workspace, contents } = await served({ 'template.yaml': template({ A: '.' }), 'app.js': app });
    const broken = nextContents(workspace, (now) => now.problems.length > 0);
    await write(join(folder, 'template.yaml'), 'Resources: [');
    const now = await broken;
    expect(codesOf(now)).toEqual(['TEMPLATE_SYNTAX']);
    expect(namesOf(now)).toEqual(namesOf(contents));
    const mended = nextContents(workspace, ({ problems }) => problems.length === 0);
    await write(join(folder, 'template.yaml'), template({ A: '.', B: '.' }));
    expect(namesOf(await mended)).toEqual(['A', 'B']);
  });

  test('a template that goes and comes back, with its folder', async () => {
    const { folder, workspace } = await served({ 'template.yaml': '' });
    const templates = [join(folder, 'stack/deep/template.yaml')];
    expect(codesOf(await workspace.sync({ templates }))).toEqual(['TEMPLATE_MISSING']);
    for (let round = 0; round < 2; round++) {
      const there = nextContents(workspace, ({ functions, problems }) => functions.length === 1 && problems.length === 0);
      await write(join(folder, 'stack/deep/app.js'), app);
      await write(join(folder, 'stack/deep/template.yaml'), template({ A: '.' }));
      expect(namesOf(await there)).toEqual(['A']);
      const gone = nextContents(workspace, ({ functions }) => functions.length === 0);
      await rm(join(folder, 'stack'), { recursive: true });
      expect(codesOf(await gone)).toEqual(['TEMPLATE_MISSING']);
    }
  });

  test('a code folder that is made later, replaced and removed', async () => {
    const { folder, workspace, contents } = await served({ 'template.yaml': template({ A: 'out/a' }) });
    expect(codesOf(contents)).toEqual(['CODE_FOLDER_MISSING A']);
    const runnable = (now: typeof contents) => now.functions[0]?.problem === undefined;

    const made = nextContents(workspace, runnable);
    await write(join(folder, 'out/a/app.js'), app);
    const first = await made;

    const replaced = nextContents(workspace, (now) => runnable(now) && revisionOf(now, 'A') !== revisionOf(first, 'A'));
    await write(join(folder, 'next/app.js'), 'exports.handler = async () => 2;\n');
    await rename(join(folder, 'out/a'), join(folder, 'old'));
    await rename(join(folder, 'next'), join(folder, 'out/a'));
    const second = await replaced;

    // The folder that took its place is watched.
    const changed = nextContents(workspace, (now) => runnable(now) && revisionOf(now, 'A') !== revisionOf(second, 'A'));
    await write(join(folder, 'out/a/app.js'), 'exports.handler = async () => 3;\n');
    await changed;

    const removed = nextContents(workspace, (now) => !runnable(now) && codesOf(now)[0] === 'CODE_FOLDER_MISSING A');
    await rm(join(folder, 'out'), { recursive: true });
    await removed;
  });

  test('a handler that is made later, and removed', async () => {
    const { folder, workspace, contents } = await served({ 'template.yaml': template({ A: 'a' }), 'a/other.js': '' });
    expect(codesOf(contents)).toEqual(['HANDLER_MISSING A']);
    const made = nextContents(workspace, ({ problems }) => problems.length === 0);
    await write(join(folder, 'a/app.js'), app);
    await made;
    const removed = nextContents(workspace, ({ problems }) => problems.length > 0);
    await unlink(join(folder, 'a/app.js'));
    expect(codesOf(await removed)).toEqual(['HANDLER_MISSING A']);
  });

  test('folders that are made later are watched, also those that came with content', async () => {
    const { folder, workspace, contents } = await served({
      'template.yaml': template({ A: 'a' }),
      'a/app.js': app,
      'elsewhere/x/y/z.js': '1',
    });
    const moved = nextContents(workspace);
    await rename(join(folder, 'elsewhere'), join(folder, 'a/lib'));
    const first = await moved;
    expect(revisionOf(first, 'A')).not.toBe(revisionOf(contents, 'A'));
    // Settled: the next sync answers once everything is watched.
    const settled = await workspace.sync({ templates: [join(folder, 'template.yaml')] });
    const changed = nextContents(workspace, (now) => revisionOf(now, 'A') !== revisionOf(settled, 'A'));
    await write(join(folder, 'a/lib/x/y/z.js'), '2');
    await changed;
  });

  test('what is no longer served is no longer watched', async () => {
    const { folder, workspace } = await served({
      'template.yaml': template({ A: 'a' }),
      'a/app.js': app,
      'other.yaml': template({ B: 'b' }),
      'b/app.js': app,
    });
    await workspace.sync({ templates: [join(folder, 'other.yaml')] });
    const changed = nextContents(workspace);
    await write(join(folder, 'a/app.js'), 'changed');
    await write(join(folder, 'template.yaml'), template({ C: 'a' }));
    await write(join(folder, 'b/app.js'), 'changed');
    expect(namesOf(await changed)).toEqual(['B']);
  });

  test('nothing is told after disposal', async () => {
    const { folder, workspace } = await served({ 'template.yaml': template({ A: '.' }), 'app.js': app });
    const other = workspaceFunctions({ platform });
    await other.sync({ templates: [join(folder, 'template.yaml')] });
    let told = 0;
    workspace.onDidChange(() => told++);
    workspace.dispose();
    const seen = nextContents(other);
    await write(join(folder, 'app.js'), 'changed');
    await seen;
    expect(told).toBe(0);
  });
});

test('a tree with more folders than may be watched is told', async () => {
  const folder = await folderWith({ 'template.yaml': template({ A: 'a', B: 'b' }), 'a/app.js': app, 'b/app.js': app });
  for (let index = 0; index < 10; index++) await mkdir(join(folder, 'a', `folder${index}`));
  const workspace = workspaceFunctions({ maximumWatchedFolders: 6 });
  const contents = await workspace.sync({ templates: [join(folder, 'template.yaml')] });
  expect(codesOf(contents)).toContain('WATCH_INCOMPLETE A');
  const [problem] = contents.problems;
  expect(problem).toMatchObject({ severity: 'warning', position: { line: 1 } });
  expect(contents.functions[0]?.problem).toBeUndefined();
  // What is watched still counts, and a sync takes what is not as changed.
  const changed = nextContents(workspace);
  await write(join(folder, 'a/app.js'), 'changed');
  const now = await changed;
  expect(revisionOf(now, 'A')).not.toBe(revisionOf(contents, 'A'));
  const synced = await workspace.sync({ templates: [join(folder, 'template.yaml')] });
  expect(revisionOf(synced, 'A')).not.toBe(revisionOf(now, 'A'));
});

test('folders that are no longer there give their watches back', async () => {
  const folder = await folderWith({ 'template.yaml': template({ A: 'a' }), 'a/app.js': app });
  const workspace = workspaceFunctions({ maximumWatchedFolders: 3 });
  await workspace.sync({ templates: [join(folder, 'template.yaml')] });
  for (let round = 0; round < 4; round++) {
    const made = nextContents(workspace);
    await write(join(folder, `a/one${round}/two/x.js`), '');
    await made;
    const gone = nextContents(workspace);
    await rm(join(folder, `a/one${round}`), { recursive: true });
    await gone;
  }
  expect(codesOf(await workspace.sync({ templates: [join(folder, 'template.yaml')] }))).toEqual([]);
});
