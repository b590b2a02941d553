import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../common/codedError.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { StartupLine } from '../../protocol/runner.ts';
import { bandwidthOf, logBytesOf } from '../regionSettings.ts';
import { startService, type Service } from '../service.ts';
import type { ServeCommand } from './commandLine.ts';
import { defaultDataFolder } from './dataFolder.ts';
import { readRuntimes } from './readRuntimes.ts';
import { StderrLog } from './stderrLog.ts';

/** Serves until SIGTERM, SIGINT or, when owned, the end of standard input. Answers the exit code. */
export async function serve(command: ServeCommand, distFolder: string): Promise<number> {
  const log = new StderrLog(process.stderr);
  // Who read the ready line may listen no more.
  process.stdout.on('error', () => {});
  // From the beginning: what asks us to stop while we start is not missed.
  const asked = untilAskedToStop(command.ownerStdin);
  const dataFolder = resolve(command.dataFolder ?? defaultDataFolder(process.platform, homedir(), process.env));
  try {
    const service = await startService({
      port: command.port,
      dataFolder,
      identity: { partition: 'aws', region: command.region, account: command.account },
      accountConcurrency: command.concurrency,
      idleSeconds: command.idleSeconds,
      timeScale: command.timeScale,
      rateScale: command.rateScale,
      s3Folder: command.s3Folder === undefined ? undefined : resolve(command.s3Folder),
      awsEndpoint: command.awsEndpoint,
      runtimes: { ...(await readRuntimes(command.runtimesFile)), ...command.runtimes },
      isolation: { default: command.isolation, functions: command.isolationOf, containerTool: command.containerTool },
      credentialsProfile: command.credentialsProfile,
      environmentFiles: Object.fromEntries(Object.entries(command.environmentFiles).map(([name, file]) => [name, resolve(file)])),
      streamBandwidth: bandwidthOf(command.streamBandwidth),
      logBytesPerFunction: logBytesOf(command.logMegabytes),
      signingRoots: command.signingRoots.map((file) => resolve(file)),
      distFolder,
      logger: log,
    });
    const logs: Disposable = command.ownerStdin ? { dispose() {} } : printLogs(service, log);
    try {
      await Promise.race([announce(service, command, log), asked]);
      await asked;
    } finally {
      await service.stop();
      logs.dispose();
    }
    log.flush();
    return 0;
  } catch (error) {
    const code = error instanceof CodedError ? error.code : (codeOf(error) ?? 'INTERNAL');
    print({ type: 'failed', code, message: messageOf(error) });
    log.error(messageOf(error));
    log.flush();
    return 1;
  }
}

async function announce(service: Service, command: ServeCommand, log: StderrLog): Promise<void> {
  const templates = command.templates.map((file) => resolve(file));
  const { functions, problems } = await service.region.syncWorkspace({ templates });
  for (const { position, severity, message } of problems) {
    log.warn(`${position.file}:${position.line + 1}:${position.column + 1}: ${severity}: ${message}`);
  }
  print({ type: 'ready', endpoint: service.endpoint, controlToken: service.controlToken, functions });
}

/** The functions' logs, where nobody watches the control API's events for them. */
function printLogs(service: Service, log: StderrLog): Disposable {
  return service.region.subscribe((event) => {
    if (event.type === 'logged') log.write(event.functionName, event.text);
  });
}

function print(line: StartupLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function untilAskedToStop(ownerStdin: boolean): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => done());
    if (!ownerStdin) return;
    process.stdin.on('end', () => done()).on('error', () => done());
    process.stdin.resume();
  });
}
