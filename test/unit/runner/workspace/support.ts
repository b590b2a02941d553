import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/common/clock.ts';
import { silentLogger } from '../../../../src/common/logger.ts';
import {
  type WorkspaceContents,
  WorkspaceFunctions,
  type WorkspaceFunctionsOptions,
} from '../../../../src/runner/workspace/workspaceFunctions.ts';

export const identity = { partition: 'aws', region: 'eu-west-1', account: '123456789012' } as const;

/** Real trees are watched in the way of Linux, and in the way of macOS and Windows: Node.js can do both here. */
export const platforms = ['linux', 'darwin'] as const;

/** A folder that is gone after the test; `files` are laid down in it. */
export async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'workspace-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
  return folder;
}

export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

export function workspaceFunctions(options: Partial<WorkspaceFunctionsOptions> = {}): WorkspaceFunctions {
  const workspace = new WorkspaceFunctions({ clock: systemClock, logger: silentLogger, platform: 'linux', identity, ...options });
  onTestFinished(() => workspace.dispose());
  return workspace;
}

/** Resolves with the next contents that meet the condition; begins to listen at once. */
export function nextContents(
  workspace: WorkspaceFunctions,
  meets: (contents: WorkspaceContents) => boolean = () => true,
): Promise<WorkspaceContents> {
  return new Promise((resolve) => {
    const subscription = workspace.onDidChange((contents) => {
      if (!meets(contents)) return;
      subscription.dispose();
      resolve(contents);
    });
  });
}

/** A template of functions in Node.js: name → code folder. */
export function template(functions: Readonly<Record<string, string>>, more = ''): string {
  const resources = Object.entries(functions).map(
    ([name, codeUri]) => `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs24.x
      CodeUri: ${codeUri}
${more}`,
  );
  return `Resources:\n${resources.join('')}`;
}

export function namesOf({ functions }: WorkspaceContents): readonly string[] {
  return functions.map(({ settings }) => settings.FunctionName);
}

export function codesOf({ problems }: WorkspaceContents): readonly string[] {
  return problems.map(({ code, functionName }) => (functionName === undefined ? code : `${code} ${functionName}`));
}

export function revisionOf({ functions }: WorkspaceContents, name: string): string | undefined {
  return functions.find(({ settings }) => settings.FunctionName === name)?.revision;
}
