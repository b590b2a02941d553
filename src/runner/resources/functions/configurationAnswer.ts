import { createHash } from 'node:crypto';

import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';

import type { Identity } from '../../../lambda/arn.ts';
import { furtherAnswer } from './furtherSettings.ts';
import type { LambdaFunction } from './storedFunction.ts';

/**
 * Where a function is in its life, as an answer tells it. Here a change is done when it is answered; the answer says what AWS's
 * does, where it goes on for a while, so that callers who wait for it work in both.
 */
export type AnswerState = 'creating' | 'updating' | 'settled';

const reason = 'The function is being created.';

/** Not typed by the SDK: AWS's reason code of an update is one that the model has for the state only. */
const states: Readonly<Record<AnswerState, object>> = {
  creating: { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' },
  updating: { State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReason: reason, LastUpdateStatusReasonCode: 'Creating' },
  settled: { State: 'Active', LastUpdateStatus: 'Successful' },
};

export interface AnswerOptions {
  /** Whether the ARN ends in the version: it does where the caller named one. */
  readonly qualified?: boolean;
  /** `settled` where it is left out. */
  readonly state?: AnswerState;
}

/** A FunctionConfiguration, with the members and defaults that AWS answers. */
export function configurationAnswer(identity: Identity, fn: LambdaFunction, options: AnswerOptions = {}): FunctionConfiguration {
  const { version } = fn;
  const state =
    version.problem === undefined
      ? states[options.state ?? 'settled']
      : ({ State: 'Failed', StateReason: version.problem, StateReasonCode: 'InvalidConfiguration' } as const);
  return {
    ...listedAnswer(fn, options),
    ...state,
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(identity, version.settings.Runtime) },
  };
}

/** What lists tell of a function: all but its state and the version of its runtime. */
export function listedAnswer({ latest, version }: LambdaFunction, { qualified = false }: AnswerOptions = {}): FunctionConfiguration {
  const { settings, code } = latest;
  return {
    FunctionName: settings.FunctionName,
    FunctionArn: qualified ? `${version.arn}:${version.version}` : version.arn,
    // The type lists the names that the SDK knows.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    Runtime: settings.Runtime as Runtime,
    Role: settings.Role,
    Handler: settings.Handler,
    CodeSize: code.size,
    Description: settings.Description,
    Timeout: settings.Timeout,
    MemorySize: settings.MemorySize,
    LastModified: lastModified(latest.lastModified),
    CodeSha256: code.sha256,
    Version: version.version,
    RevisionId: latest.revisionId,
    PackageType: 'Zip',
    Architectures: [settings.Architecture],
    EphemeralStorage: { Size: settings.EphemeralStorage },
    ...(latest.environmentGiven && { Environment: { Variables: { ...settings.Environment } } }),
    ...furtherAnswer(latest.further),
  };
}

/** `2024-01-01T00:00:00.000+0000` */
function lastModified(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}

/** AWS's own ids of runtime versions are not known here: ours tell runtimes apart. */
function runtimeVersionArn({ partition, region }: Identity, runtime: string): string {
  return `arn:${partition}:lambda:${region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}
