interface Development {
  /** Absolute paths: an extension under development, and the module whose run() the extension host calls. */
  readonly extension: string;
  readonly tests: string;
}

/** The page that shows a workspace (an absolute path) in a VS Code server on this machine. */
export function workbenchUrl(port: number, workspace: string, development?: Development): string {
  const query = new URLSearchParams({ folder: uriPath(workspace) });
  if (development !== undefined) query.set('payload', payloadOf(port, development));
  return `http://127.0.0.1:${String(port)}/?${query.toString()}`;
}

function payloadOf(port: number, { extension, tests }: Development): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${String(port)}${uriPath(file)}`;
  return JSON.stringify([
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
  ]);
}

function uriPath(file: string): string {
  const slashed = file.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
