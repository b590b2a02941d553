import type { RegionSettings } from '../../protocol/runner.ts';
import type { RegionLaunch } from './regionProcess.ts';

export interface RegionLaunchOptions {
  /** The running extension host's own executable: Node, or Electron which can be Node. */
  readonly executable: string;
  readonly isElectron: boolean;
  readonly script: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly region: string;
  readonly settings: RegionSettings;
  readonly env: NodeJS.ProcessEnv;
}

/** How the Local region's process is started: it ends when this one's end of its input closes. */
export function regionLaunch(options: RegionLaunchOptions): RegionLaunch {
  const { executable, isElectron, script, dataFolder, port, region, settings, env } = options;
  return {
    command: executable,
    args: [
      script,
      'serve',
      '--port',
      String(port),
      '--data',
      dataFolder,
      '--region',
      region,
      '--owner-stdin',
      ...executionArguments(settings),
    ],
    env: isElectron ? { ...env, ELECTRON_RUN_AS_NODE: '1' } : { ...env },
  };
}

/**
 * How functions run, from the very beginning: events that wait since the last run are invoked, and provisioned environments prepared,
 * before the settings are set over the control API, and what is to run in a container must not run without one. The rest of the settings
 * can wait for that.
 */
function executionArguments(settings: RegionSettings): readonly string[] {
  const { isolation, isolationOf = {}, containerTool = '', credentialsProfile = '', environmentFiles = {}, timeScale, rateScale } = settings;
  return [
    ...(isolation === undefined ? [] : [`--isolation=${isolation}`]),
    ...Object.entries(isolationOf).map(([name, kind]) => `--isolation-of=${name}=${kind}`),
    ...(containerTool === '' ? [] : [`--container-tool=${containerTool}`]),
    ...(credentialsProfile === '' ? [] : [`--profile=${credentialsProfile}`]),
    ...Object.entries(environmentFiles).map(([name, file]) => `--environment-file=${name}=${file}`),
    ...scaleArgument('time-scale', timeScale),
    ...scaleArgument('rate-scale', rateScale),
  ];
}

/** What the command line refuses would keep the region from starting; the control API tells of it. */
function scaleArgument(name: string, scale = 1): readonly string[] {
  const understood = scale === 0 ? name === 'time-scale' : scale >= 0.001 && scale < 1;
  return understood ? [`--${name}=${scale}`] : [];
}
