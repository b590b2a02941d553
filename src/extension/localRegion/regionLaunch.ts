import type { RegionLaunch } from './regionProcess.ts';

export interface RegionLaunchOptions {
  /** The running extension host's own executable: Node, or Electron which can be Node. */
  readonly executable: string;
  readonly isElectron: boolean;
  readonly script: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly region: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How the Local region's process is started: it ends when this one's end of its input closes. */
export function regionLaunch(options: RegionLaunchOptions): RegionLaunch {
  const { executable, isElectron, script, dataFolder, port, region, env } = options;
  return {
    command: executable,
    args: [script, 'serve', '--port', String(port), '--data', dataFolder, '--region', region, '--owner-stdin'],
    env: isElectron ? { ...env, ELECTRON_RUN_AS_NODE: '1' } : { ...env },
  };
}
