import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface ExtensionLog {
  readonly name: string;
  /** The last ones. */
  readonly lines: readonly string[];
}

/** The extension's output channels, and what its host calls an error: VS Code's server keeps both in files. */
export function extensionLogs(serverFolder: string, keptLines: number): readonly ExtensionLog[] {
  const folder = path.join(serverFolder, 'data', 'logs');
  const linesOf = (file: string) => readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean);
  return filesIn(folder).flatMap((file): ExtensionLog[] => {
    const name = path.basename(file);
    if (path.dirname(file).includes('lambda-workbench')) return [{ name, lines: linesOf(file).slice(-keptLines) }];
    if (name === 'remoteexthost.log') return [{ name, lines: linesOf(file).filter((line) => line.includes('[error]')).slice(-keptLines) }];
    return [];
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log'));
  } catch {
    return [];
  }
}
