import type { Distribution, Traffic } from '../traffic/traffic.ts';

/** What is simulated: functions that share an account, from rest, for so long. The same scenario with the same seed gives the same result. */
export interface Scenario {
  /** A whole number. */
  readonly seed: number;
  readonly seconds: number;
  readonly account: { readonly concurrency: number };
  /** How fast environments start against AWS, as the Local region's setting: 1 where left out. */
  readonly rateScale?: number;
  /** How many environments initialise at once, on a machine of few processors. No limit where left out, as on AWS. */
  readonly initsAtOnce?: number;
  /** Step of the result's series; 1 where left out. */
  readonly stepSeconds?: number;
  readonly functions: readonly FunctionScenario[];
}

export type Architecture = 'x86_64' | 'arm64';

export interface FunctionScenario {
  readonly name: string;
  readonly memoryMegabytes: number;
  readonly architecture?: Architecture;
  readonly timeoutSeconds: number;
  /** Undefined: it shares the unreserved pool. */
  readonly reserved?: number;
  readonly provisioned?: ProvisionedPlan;
  readonly traffic: Traffic;
  readonly source?: InvocationSource;
  /** Of the handler, without initialisation. Longer than the timeout is cut there, and is an error. */
  readonly duration: Distribution;
  /** Of a cold start: until the runtime asks for its first event. */
  readonly init: Distribution;
  /** After how long without work an environment ends; 300 where left out. AWS does not say; minutes are what is seen. */
  readonly idleSeconds?: number;
  /** Share of invocations that fail, 0 to 1; asynchronous and polled ones are tried again. */
  readonly errorRate?: number;
}

/** Provisioned environments over time. */
export type ProvisionedPlan =
  | { readonly type: 'fixed'; readonly count: number }
  | ScalingPlan;

/** As Application Auto Scaling changes it: within bounds, which a schedule may move, by target tracking where `targetUtilization` is given. */
export interface ScalingPlan {
  readonly type: 'autoScaling';
  readonly minimum: number;
  readonly maximum: number;
  /** 0.1 to 0.9 of what is provisioned. */
  readonly targetUtilization?: number;
  readonly schedule?: readonly { readonly atSeconds: number; readonly minimum: number; readonly maximum: number }[];
}

/** Who invokes. Callers of `sync` do not try again; the others do by their rules. */
export type InvocationSource =
  | { readonly type: 'sync' }
  | { readonly type: 'async'; readonly maximumRetries?: number; readonly maximumAgeSeconds?: number }
  /** Arrivals are messages; an invocation takes up to `batchSize` of them. */
  | {
      readonly type: 'sqs';
      readonly batchSize: number;
      readonly maximumConcurrency?: number;
      readonly provisionedPollers?: { readonly minimum: number; readonly maximum: number };
      readonly visibilityTimeoutSeconds?: number;
    }
  /** Arrivals are records of a Kinesis or DynamoDB stream, spread evenly over its shards. */
  | { readonly type: 'stream'; readonly shards: number; readonly parallelizationFactor?: number; readonly batchSize: number };
