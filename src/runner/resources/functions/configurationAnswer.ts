import { createHash } from 'node:crypto';

import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';

import type { Identity } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { signatureAnswer } from '../codeSigning/recordedSignature.ts';
import { timeAnswer } from '../timeAnswer.ts';
import type { FunctionLife, LifeMoment, Transition } from './functionLife.ts';
import { furtherAnswer } from './furtherAnswer.ts';
import type { LambdaFunction } from './storedFunction.ts';

const reason = 'The function is being created.';

/** Not typed by the SDK: AWS's reason code of an update is one that the model has for the state only. */
const transitions: Readonly<Record<Transition, object>> = {
  creating: { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' },
  updating: { State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReason: reason, LastUpdateStatusReasonCode: 'Creating' },
};
const settled = { State: 'Active', LastUpdateStatus: 'Successful' } as const;

export interface AnswerOptions {
  /** Instead of the version's own: `$LATEST` and aliases stand in it where the caller named them. */
  readonly arn?: string;
}

interface Surroundings {
  readonly identity: Identity;
  readonly life: FunctionLife;
}

/** A FunctionConfiguration, with the members and defaults that AWS answers. */
export function configurationAnswer(surroundings: Surroundings, fn: LambdaFunction, options: AnswerOptions = {}): FunctionConfiguration {
  return answerIn(surroundings, fn, surroundings.life.of(fn.version.arn), options);
}

/**
 * The answer to what begins a transition. It tells of it also where it is over at once, so that callers who wait for it work
 * in both.
 */
export function transitionAnswer(
  surroundings: Surroundings,
  fn: LambdaFunction,
  transition: Transition,
  options: AnswerOptions = {},
): FunctionConfiguration {
  return answerIn(surroundings, fn, surroundings.life.begin(fn.version.arn, transition), options);
}

function answerIn(
  { identity }: Surroundings,
  fn: LambdaFunction,
  moment: LifeMoment | undefined,
  options: AnswerOptions,
): FunctionConfiguration {
  const { settings, code, problem } = fn.version;
  return {
    ...listedAnswer(fn, options),
    ...(problem === undefined ? stateOf(fn, moment) : failed(problem)),
    ...(moment !== undefined && { RevisionId: moment.revisionId }),
    ...(code.type !== 'image' && { RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(identity, settings.Runtime) } }),
  };
}

function stateOf(fn: LambdaFunction, moment: LifeMoment | undefined): object {
  return moment === undefined ? settledState(fn) : transitions[moment.transition];
}

function failed(problem: string): object {
  return { State: 'Failed', StateReason: problem, StateReasonCode: 'InvalidConfiguration' };
}

/** `$LATEST` of a function on managed instances does not run there: its versions do. */
function settledState({ configuration, version }: LambdaFunction) {
  const isIdle = configuration.further.CapacityProviderConfig !== undefined && version.version === latestVersion;
  return isIdle ? ({ ...settled, State: 'ActiveNonInvocable' } as const) : settled;
}

/** What lists tell of a version: all but its state and the version of its runtime. */
export function listedAnswer(fn: LambdaFunction, { arn = fn.version.arn }: AnswerOptions = {}): FunctionConfiguration {
  const { configuration, version } = fn;
  const { settings, code } = configuration;
  return {
    FunctionName: settings.FunctionName,
    FunctionArn: arn,
    ...(code.imageUri === undefined && {
      // The type lists the names that the SDK knows.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      Runtime: settings.Runtime as Runtime,
      Handler: settings.Handler,
    }),
    Role: settings.Role,
    CodeSize: code.size,
    Description: settings.Description,
    Timeout: settings.Timeout,
    MemorySize: settings.MemorySize,
    LastModified: timeAnswer(configuration.lastModified),
    CodeSha256: code.sha256,
    Version: version.version,
    RevisionId: configuration.revisionId,
    PackageType: code.imageUri === undefined ? 'Zip' : 'Image',
    Architectures: [settings.Architecture],
    EphemeralStorage: { Size: settings.EphemeralStorage },
    ...(configuration.environmentGiven && { Environment: { Variables: { ...settings.Environment } } }),
    ...signatureAnswer(code.signature),
    ...furtherAnswer(fn),
  };
}

/** The ARN of `$LATEST` where a caller named it. */
export function latestArn({ version: { arn } }: LambdaFunction): string {
  return `${arn}:${latestVersion}`;
}

/** AWS's own ids of runtime versions are not known here: ours tell runtimes apart. */
function runtimeVersionArn({ partition, region }: Identity, runtime: string): string {
  return `arn:${partition}:lambda:${region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}
