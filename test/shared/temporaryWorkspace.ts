import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with files in it, which goes when it is disposed. */
export interface TemporaryWorkspace extends AsyncDisposable {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array, mode?: number) => Promise<string>;
}

export async function temporaryWorkspace(files: Readonly<Record<string, string>> = {}): Promise<TemporaryWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-test-'));
  const workspace: TemporaryWorkspace = {
    folder,
    path: (name) => join(folder, name),
    async write(name, content, mode) {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, mode === undefined ? {} : { mode });
      return file;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) await workspace.write(name, content);
  return workspace;
}

/** A SAM template with Node functions: by name, the properties as YAML flow text beyond the usual ones. */
export function templateOf(functions: Readonly<Record<string, string>>): string {
  const resources = Object.entries(functions).map(
    ([name, properties]) =>
      `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties: { FunctionName: ${name}, CodeUri: ., Runtime: nodejs24.x, ${properties} }\n`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('')}`;
}
