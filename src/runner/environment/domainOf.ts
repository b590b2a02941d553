import { randomUUID } from 'node:crypto';
import type { Clock } from '../../common/clock.ts';
import type { Identity } from '../../lambda/arn.ts';
import { LogFrames } from '../../lambda/logs/logFrames.ts';
import type { InitializationType } from '../../lambda/logs/platformRecord.ts';
import type { FunctionVersion } from '../resources/functionVersion.ts';
import type { Housing } from '../sandbox/housing.ts';
import type { EnvironmentJournal } from './environmentJournal.ts';
import { ExtensionSessions } from './extensions/extensionSessions.ts';
import type { HandlerVariables } from './handlerVariables.ts';
import { RuntimeDomain } from './runtimeDomain.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { extensionVariables, runtimeVariables } from './variables.ts';

export interface DomainSetting {
  readonly clock: Clock;
  readonly identity: Identity;
  readonly version: FunctionVersion;
  readonly housing: Housing;
  readonly journal: EnvironmentJournal;
  readonly telemetry: Telemetry;
  readonly logStream: string;
  readonly initializationType: InitializationType;
  readonly handler: HandlerVariables;
}

/** A runtime and its extensions, with what they speak to, before anything has started. */
export function domainOf({ clock, identity, version, housing, journal, telemetry, logStream, initializationType, handler }: DomainSetting): RuntimeDomain {
  const { settings } = version;
  const extensions = new ExtensionSessions({
    external: housing.extensions,
    functionName: settings.FunctionName,
    functionVersion: version.version,
    handler: settings.Handler,
    accountId: identity.account,
    uuid: randomUUID,
    onRecord: (record) => journal.platform(record),
  });
  const frames = new LogFrames();
  const all = { identity, version, housing, logStream, initializationType, handler };
  return new RuntimeDomain({
    clock,
    housing,
    extensions,
    telemetry,
    environment: runtimeVariables(all),
    extensionEnvironment: extensionVariables(all),
    restores: initializationType === 'snap-start',
    onOutput: (text) => journal.output(text),
    onFrames: (bytes) => {
      for (const frame of frames.push(bytes)) journal.frame(frame);
    },
    onExtensionOutput: (name, text) => journal.extensionOutput(name, text),
  });
}
