import { execFileSync } from 'node:child_process';
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deployment } from '../../shared/deployed.ts';
import { eventually } from '../../shared/eventually.ts';
import { temporaryData } from '../../shared/functionPackage.ts';
import { temporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

/** Files that are none; each would be waited for, or read, without an end. Windows has no such files. */
const posix = process.platform !== 'win32';
const odd: readonly [string, string][] = [
  ['a pipe', 'pipe'],
  ['a link to a pipe', 'toPipe'],
  ['a link to a device', 'toDevice'],
  ['a folder', 'folder.zip'],
];

const variable = "export const handler = async () => process.env.TOKEN ?? 'none';";

async function oddFiles() {
  const workspace = await temporaryWorkspace({ 'app.mjs': variable, 'folder.zip/file': '' });
  onTestFinished(() => workspace[Symbol.asyncDispose]());
  execFileSync('mkfifo', [workspace.path('pipe')]);
  await symlink('pipe', workspace.path('toPipe'));
  await symlink('/dev/zero', workspace.path('toDevice'));
  return workspace;
}

test.skipIf(!posix).each(odd)('%s is no environment file', async (_what, name) => {
  const workspace = await oddFiles();
  const deployed = await deployment({ args: ['--environment-file', `f=${workspace.path(name)}`] });
  await deployed.create(variable);
  await expect(deployed.call({})).rejects.toThrow('It is not a file.');
  expect(await deployed.region.stop()).toBe(0);
});

test.skipIf(!posix).each(odd.slice(0, -1))("%s is no layer's zip", async (_what, name) => {
  const workspace = await oddFiles();
  await symlink(name, workspace.path('layer.zip'));
  await writeFile(
    workspace.path('template.yaml'),
    `Resources:
  Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer.zip } }
  f:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: f, CodeUri: ., Handler: app.handler, Runtime: nodejs24.x, Layers: [!Ref Layer] }
`,
  );
  const deployed = await deployment({ templates: [workspace.path('template.yaml')] });
  await expect(deployed.call({})).rejects.toThrow(/cannot be unpacked: .* It is no file\./);
  expect(await deployed.region.stop()).toBe(0);
});

test.skipIf(!posix)("a system's file without a size is read no further than an environment file may be", async () => {
  const deployed = await deployment({ args: ['--environment-file', 'f=/proc/self/mem'] });
  if (process.platform !== 'linux') return;
  await deployed.create(variable);
  await expect(deployed.call({})).rejects.toThrow('cannot be read');
});

test.skipIf(!posix)('what functions write lies in folders that only their user opens, also where the data folder is open to all', async () => {
  const dataFolder = join(await temporaryData(), 'open');
  await mkdir(dataFolder, { mode: 0o755 });
  const { layer, create, call } = await deployment({ dataFolder });
  const layers = [await layer('a', [{ name: 'a', content: '' }]), await layer('b', [{ name: 'b', content: '' }])];
  await create(variable, { Layers: layers });
  await call({});
  for (const name of ['logs', 'layers', 'environments']) {
    const { mode } = await eventually(() => stat(join(dataFolder, name)).catch(() => undefined));
    expect([name, mode & 0o777]).toEqual([name, 0o700]);
  }
});
