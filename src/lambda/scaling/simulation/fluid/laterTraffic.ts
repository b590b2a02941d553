import { assertNever } from '../../../../common/assertNever.ts';
import { rateAt } from '../../traffic/rate.ts';
import type { TrafficShape } from '../../traffic/traffic.ts';

type Steps = Extract<TrafficShape, { type: 'step' }>['steps'];

/** What comes from a second on, of what comes over `seconds` in all. */
export function laterTraffic(shape: TrafficShape, from: number, seconds: number): TrafficShape {
  switch (shape.type) {
    case 'constant':
      return shape;
    case 'ramp': {
      const { toRps, overSeconds = seconds } = shape;
      const left = overSeconds - from;
      return left > 0 ? { type: 'ramp', fromRps: rateAt(shape, from, seconds), toRps, overSeconds: left } : { type: 'constant', rps: toRps };
    }
    case 'step':
      return laterSteps(shape.steps, from);
    case 'spike': {
      const { baseRps, peakRps, atSeconds, forSeconds } = shape;
      return laterSteps([{ atSeconds: 0, rps: baseRps }, { atSeconds, rps: peakRps }, { atSeconds: atSeconds + forSeconds, rps: baseRps }], from);
    }
    case 'daily':
      return { ...shape, startHour: ((shape.startHour ?? 0) + from / 3600) % 24 };
    case 'trace': {
      const { counts, stepSeconds } = shape;
      return laterSteps([...counts, 0].map((count, index) => ({ atSeconds: index * stepSeconds, rps: count / stepSeconds })), from);
    }
    case 'arrivals':
      return { type: 'arrivals', atMs: shape.atMs.filter((at) => at >= from * 1000).map((at) => at - from * 1000) };
    default:
      return assertNever(shape);
  }
}

function laterSteps(steps: Steps, from: number): TrafficShape {
  const now = steps.findLast(({ atSeconds }) => atSeconds <= from);
  const later = steps.filter(({ atSeconds }) => atSeconds > from).map(({ atSeconds, rps }) => ({ atSeconds: atSeconds - from, rps }));
  return { type: 'step', steps: [{ atSeconds: 0, rps: now?.rps ?? 0 }, ...later] };
}
