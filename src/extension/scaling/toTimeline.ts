import type { TimelineEnvironment, TimelineEvent, TimelineFunction, TimelineSnapshot } from '../../lambda/scaling/timeline/timelineEvent.ts';
import type { EnvironmentInfo, FunctionInfo, RegionEvent, Snapshot } from '../../protocol/runner.ts';

/** What the graph draws of an event; undefined where that is nothing. Logs above all stay here. */
export function toTimelineEvent(event: RegionEvent): TimelineEvent | undefined {
  switch (event.type) {
    case 'environmentChanged':
      return { type: event.type, at: event.at, environment: environmentOf(event.environment) };
    case 'functionsChanged':
      return { type: event.type, at: event.at, accountConcurrency: event.accountConcurrency, rateScale: event.rateScale, functions: event.functions.map(functionOf) };
    case 'environmentStopped':
    case 'invocationStarted':
    case 'invocationEnded':
    case 'throttled':
      return event;
    case 'memorySampled':
    case 'logged':
    case 'problemsChanged':
    case 'signatureValidationFailed':
    case 'codeSigningChanged':
      return undefined;
    default:
      // A newer region may tell of more.
      return undefined;
  }
}

export function toTimelineSnapshot({ state, history }: Snapshot): TimelineSnapshot {
  return {
    // A history that was cut begins in the middle; one that was not begins with the functions, as soon as the region runs.
    since: history[0]?.at ?? state.startedAt,
    accountConcurrency: state.accountConcurrency,
    rateScale: state.rateScale,
    functions: state.functions.map(functionOf),
    environments: state.environments.map(environmentOf),
    history: history.map(toTimelineEvent).filter((event) => event !== undefined),
  };
}

function environmentOf({ id, functionName, version, state, startedAt, pid, initDurationMs, provisioned }: EnvironmentInfo): TimelineEnvironment {
  return {
    id, functionName, version, state, startedAt,
    ...(pid !== undefined && { pid }),
    ...(initDurationMs !== undefined && { initDurationMs }),
    ...(provisioned !== undefined && { provisioned }),
  };
}

/** All but where it is defined: the page needs no paths. */
function functionOf(info: FunctionInfo): TimelineFunction {
  const { position: _, ...drawn } = info;
  return drawn;
}
