import type { Writable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { CodedError } from '../../common/codedError.ts';
import { loadArrivals, plannedInvocations } from '../../lambda/scaling/load/loadArrivals.ts';
import type { LoadPlan } from '../../lambda/scaling/load/loadPlan.ts';
import { OpenLoop } from '../../lambda/scaling/load/openLoop.ts';
import { readEvent } from './invoke.ts';
import type { LoadedFunction } from './loadClient.ts';
import type { LoadCommand } from './loadCommand.ts';
import { checkConfirmation } from './loadConfirmation.ts';
import { createLoadClient } from './loadConnect.ts';
import { forgive, print } from './output.ts';
import { loadReport, progressLine, wentWell } from './loadReport.ts';
import { loadTarget, type LoadTarget, wantsConfirmation } from './loadTarget.ts';

export interface LoadSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
  /** Stops it: what was measured is printed. */
  readonly signal: AbortSignal;
}

/** Of a function whose timeout nobody tells: Lambda's longest. */
const longestTimeoutSeconds = 900;
/** For initialisation and the way there and back, after the timeout. */
const allowanceMs = 60_000;
const graceMs = 3_000;

/** Invokes a function at a rate and prints what came of it; answers the exit code. Throws CodedError: it did not begin. */
export async function load(command: LoadCommand, { environment, out, err, clock, signal }: LoadSurroundings): Promise<number> {
  const target = loadTarget(command, environment);
  const payload = await readEvent(command.event);
  const plan = planOf(command, payload);
  const { functionName, qualifier } = command;
  const client = await createLoadClient(target, { functionName, qualifier, payload });
  forgive(err);
  try {
    const fn = await Promise.race([client.describe(), untilStopped(signal)]);
    if (wantsConfirmation(target)) checkConfirmation({ command, target, invocations: plannedInvocations(plan), fn });
    const loop = new OpenLoop({
      clock,
      arrivals: loadArrivals(plan),
      seconds: plan.seconds,
      maximumInvocations: plan.maximumInvocations,
      maximumInFlight: command.maximumInFlight,
      settleMs: Math.min(fn?.timeoutSeconds ?? longestTimeoutSeconds, longestTimeoutSeconds) * 1000 + allowanceMs,
      graceMs,
      invoke: () => client.invoke(),
      ...(err.isTTY === true && { onProgress: (progress) => void err.write(`\r\u001B[K${progressLine(progress)}`) }),
    });
    const stop = (): void => loop.stop();
    signal.addEventListener('abort', stop, { once: true });
    const result = await loop.result;
    signal.removeEventListener('abort', stop);
    if (err.isTTY === true) err.write('\r\u001B[K');
    const title = titleOf(command, target, fn);
    await print(out, command.json ? `${JSON.stringify({ functionName, ...(qualifier !== undefined && { qualifier }), ...result })}\n` : loadReport(title, result));
    return wentWell(result) ? 0 : 1;
  } finally {
    client.dispose();
  }
}

/** Rejects then. */
function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new CodedError('LOAD_STOPPED', 'Stopped before anything was sent.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

function planOf(command: LoadCommand, payload: string): LoadPlan {
  const { functionName, qualifier, rate, rampTo, spacing, seconds, maximumInvocations, seed } = command;
  const shape = rampTo === undefined ? ({ type: 'constant', rps: rate } as const) : ({ type: 'ramp', fromRps: rate, toRps: rampTo } as const);
  return { functionName, ...(qualifier !== undefined && { qualifier }), traffic: { shape, spacing }, seconds, maximumInvocations, payload, seed };
}

function titleOf({ functionName, qualifier, rate, rampTo, seconds, spacing }: LoadCommand, target: LoadTarget, fn: LoadedFunction | undefined): string {
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const place = target.type === 'endpoint' ? target.endpoint : (target.endpoint ?? fn?.arn.split(':')[3] ?? target.region ?? 'AWS');
  return `${name} at ${place}: ${rampTo === undefined ? rate : `${rate} to ${rampTo}`}/s for ${seconds} s, ${spacing}`;
}
