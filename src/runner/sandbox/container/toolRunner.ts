import { execFile } from 'node:child_process';

export interface ToolResult {
  /** Zero where it went well; undefined where it could not be started. */
  readonly status: number | undefined;
  readonly output: string;
  readonly complaint: string;
}

/** Runs a container tool's command to its end. Never rejects. */
export type ToolRunner = (command: string, args: readonly string[]) => Promise<ToolResult>;

/** @param environment the host's: the tool finds its daemon, its settings and credentials by it. */
export function toolRunner(environment: Readonly<Record<string, string | undefined>>): ToolRunner {
  return (command, args) =>
    new Promise((resolve) => {
      const options = { env: { ...environment }, windowsHide: true, maxBuffer: 16 * 1024 * 1024 };
      const child = execFile(command, [...args], options, (error, output, complaint) => {
        const failed = typeof error?.code === 'number' ? error.code : undefined;
        resolve({ status: error === null ? 0 : failed, output, complaint: complaint || (error?.message ?? '') });
      });
      child.stdin?.end();
    });
}
